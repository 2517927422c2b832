"""Two texts side by side, readable: which words went, which came. Pure functions."""

import re
from dataclasses import dataclass

# A sentence or a line, with the spaces that follow it; then words with theirs.
SENTENCES = re.compile(r"[^.!?…\n]*(?:[.!?…]+[ \t\u00a0]*|\n+|$)")
WORDS = re.compile(r"\S+\s*|\s+")
# Beyond this many pairs of sentences or words to compare, a changed passage is shown whole: texts are anybody's.
MOST_PAIRS = 160_000


@dataclass(frozen=True)
class Piece:
    """A run of text; `kind` is « same », « gone » or « new »."""

    kind: str
    text: str


def pieces_of(before, after):
    """[Piece] in reading order: those « same » and « gone » give `before`, those « same » and « new » give `after`."""
    pieces = []
    for kind, gone, came in runs(cut(before, SENTENCES), cut(after, SENTENCES)):
        if kind == "same":
            pieces.append(Piece("same", gone))
        else:
            pieces += in_words(gone, came)
    return joined(pieces)


def in_words(before, after):
    pieces = []
    for kind, gone, came in runs(cut(before, WORDS), cut(after, WORDS)):
        pieces += [Piece("same", gone)] if kind == "same" else [Piece("gone", gone), Piece("new", came)]
    return pieces


def runs(old, new):
    """[(« same » or « changed », text of `old`, text of `new`)] of two lists of parts, in order."""
    head = common(old, new)
    tail = common(old[head:][::-1], new[head:][::-1])
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [("same", "".join(old[:head]), "")]
    found += middle_runs(old_middle, new_middle)
    return [*found, ("same", "".join(old[len(old) - tail :]), "")]


def common(one, other):
    """How many parts both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def middle_runs(old, new):
    if len(old) * len(new) > MOST_PAIRS:
        return [("changed", "".join(old), "".join(new))]
    lengths = longest_common(old, new)
    found, i, j = [], 0, 0
    gone, came = [], []
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            found += [("changed", "".join(gone), "".join(came)), ("same", old[i], "")]
            gone, came, i, j = [], [], i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            gone.append(old[i])
            i += 1
        else:
            came.append(new[j])
            j += 1
    return [*found, ("changed", "".join([*gone, *old[i:]]), "".join([*came, *new[j:]]))]


def longest_common(old, new):
    """lengths[i][j]: of the longest common subsequence of old[i:] and new[j:]; len(old) × len(new) steps, no more."""
    lengths = [[0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below = lengths[i], lengths[i + 1]
        for j in range(len(new) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if old[i] == new[j] else max(below[j], row[j + 1])
    return lengths


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
