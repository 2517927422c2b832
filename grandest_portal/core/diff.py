"""Two texts side by side, readable: which words went, which came. Pure functions."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A sentence or a line, with the spaces that follow it; then words with theirs.
SENTENCES = re.compile(r"[^.!?…\n]*(?:[.!?…]+[ \t\u00a0]*|\n+|$)")
WORDS = re.compile(r"\S+\s*|\s+")
# Beyond this many words on a side, a changed passage is shown whole: comparing grows with the square.
LONGEST_PASSAGE = 400


@dataclass(frozen=True)
class Piece:
    """A run of text; `kind` is « same », « gone » or « new »."""

    kind: str
    text: str


def pieces_of(before, after):
    """[Piece] in reading order: those « same » and « gone » give `before`, those « same » and « new » give `after`."""
    old, new = cut(before, SENTENCES), cut(after, SENTENCES)
    pieces = []
    for tag, start, end, other_start, other_end in matching(old, new):
        gone, came = "".join(old[start:end]), "".join(new[other_start:other_end])
        if tag == "equal":
            pieces.append(Piece("same", gone))
        else:
            pieces += in_words(gone, came)
    return joined(pieces)


def in_words(before, after):
    old, new = cut(before, WORDS), cut(after, WORDS)
    if not old or not new or max(len(old), len(new)) > LONGEST_PASSAGE:
        return [Piece("gone", before), Piece("new", after)]
    pieces = []
    for tag, start, end, other_start, other_end in matching(old, new):
        gone, came = "".join(old[start:end]), "".join(new[other_start:other_end])
        pieces += [Piece("same", gone)] if tag == "equal" else [Piece("gone", gone), Piece("new", came)]
    return pieces


def matching(old, new):
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def cut(text, pattern):
    return [part for part in pattern.findall(text) if part]


def joined(pieces):
    """Neighbours of one kind as one piece; empty ones left out."""
    found = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found
