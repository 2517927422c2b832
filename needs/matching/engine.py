"""The score of a pair, from its two texts and nothing else.

Words: cosine of tf-idf vectors over French stems, shrunk when one text has few stems. Meaning, where the version has
it: cosine of the vectors of the encoder. It takes texts, not rows: no place, size, age, name or popularity can enter.
Figures: docs/matching.md.
"""

import hashlib
import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from grandest_portal.core.stems import sentences_of, stems_of
from needs.matching.definition import Definition
from needs.matching.encoder import encoder
from needs.matching.weights import Weights

# cosine × m / (m + 10), m = distinct stems of the shorter text, is about 0.16 for a pair that its authors call
# right nine times in ten; times five it reads .8. Chosen on the demonstration pairs, see docs/matching.md.
SHRINK, SCALE = 10, 5.0
MOST_TERMS = 12
STORED = np.dtype("<f2")


@dataclass(frozen=True)
class Vector:
    """Weights by stem, their Euclidean norm, and how many distinct stems the text has."""

    weights: dict[str, float]
    norm: float
    stems: int


@dataclass(frozen=True)
class View:
    """What a version of the engine knows of a text: its words and, unless it compares words alone, its meaning:
    float16 (384,) for the whole text, (sentences, 384) for each of them, every vector of length 1."""

    words: Vector
    meaning: np.ndarray | None = None
    sentences: np.ndarray | None = None


@dataclass(frozen=True)
class Comparison:
    """`score` and `lexical` from 0 to 1; `semantic` from -1 to 1, or None; `terms` [{stem, share}], share in percent
    of the words' closeness, largest first; `stems` of the shorter text."""

    score: float
    lexical: float
    terms: list[dict]
    stems: int
    semantic: float | None = None


def vector_of(text: str, weights: Weights) -> Vector:
    counts = Counter(stems_of(text))
    values = {stem: (1 + math.log(count)) * weights.idf(stem) for stem, count in sorted(counts.items())}
    return Vector(values, math.sqrt(math.fsum(value * value for value in values.values())), len(values))


def views_of(texts: list[str], engine: Definition, *, sentences: bool = False) -> list[View]:
    """The View of each text; EncoderAbsent when the version needs the encoder and this machine has none."""
    words = [vector_of(text, engine.weights) for text in texts]
    if not engine.semantic:
        return [View(each) for each in words]
    model = encoder(engine.adaptation)
    whole = model.encode(texts).astype(STORED)
    parts = [[text[start:end] for start, end in sentences_of(text)] if sentences else [] for text in texts]
    said = model.encode([part for each in parts for part in each]).astype(STORED)
    ends = np.cumsum([0, *map(len, parts)])
    return [
        View(vector, whole[at], said[ends[at] : ends[at + 1]] if sentences else None)
        for at, vector in enumerate(words)
    ]


def cosine_of(one, other) -> float:
    """The cosine of two stored vectors of length 1, the same in both orders and on every machine (6 decimals)."""
    return round(math.fsum((one.astype(np.float64) * other.astype(np.float64)).tolist()), 6)


def compare(need: View, solution: View, engine: Definition) -> Comparison:
    """The one comparison of a pair; swapping the arguments gives the same result."""
    stems = min(need.words.stems, solution.words.stems)
    shared = sorted(need.words.weights.keys() & solution.words.weights.keys())
    parts = {stem: need.words.weights[stem] * solution.words.weights[stem] for stem in shared}
    dot = math.fsum(parts.values())
    cosine = dot / (need.words.norm * solution.words.norm) if dot > 0 else 0.0
    largest = sorted(parts.items(), key=lambda part: (-part[1], part[0]))[:MOST_TERMS]
    terms = [{"stem": stem, "share": round(100 * part / dot, 1)} for stem, part in largest if dot > 0]
    lexical = cosine * stems / (stems + SHRINK)
    if not engine.semantic:
        return Comparison(round(min(1.0, SCALE * lexical), 6), round(cosine, 6), terms, stems)
    semantic = cosine_of(need.meaning, solution.meaning)
    return Comparison(
        score_of(semantic + engine.lexical_weight * max(0.0, lexical - engine.lexical_floor), engine),
        round(cosine, 6),
        terms,
        stems,
        semantic,
    )


def score_of(closeness: float, engine: Definition) -> float:
    """From a closeness without unit to a score from 0 to 1, along the scale of the version (6 decimals)."""
    return round(along(closeness, engine.scale), 6)


def closeness_of(score: float, engine: Definition) -> float:
    """The closeness from which a pair reaches `score`: `score_of` the other way round, for the index."""
    if not engine.semantic:
        return score
    return along(score, [(value, closeness) for closeness, value in engine.scale])


def along(value: float, points) -> float:
    """Where straight lines between rising points (x, y) pass at x = `value`; the ends go on flat."""
    return float(np.interp(value, [x for x, _y in points], [y for _x, y in points]))


def pair_hash(one, other) -> str:
    """The published rule for equal scores: a hash of the pair, which nobody can aim at and favours nobody."""
    return hashlib.sha256(f"{one}:{other}".encode()).hexdigest()


def tie_break(need_pk: int, solution_pk: int) -> str:
    return pair_hash(need_pk, solution_pk)
