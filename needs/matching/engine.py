"""The score of a pair, from its two texts and nothing else.

Lexical engine: cosine of tf-idf vectors over French stems, shrunk when one text has few stems, brought to 0–1.
It takes texts, not rows: no place, size, age, name or popularity can enter. Figures: docs/matching.md.
"""

import hashlib
import math
from collections import Counter
from dataclasses import dataclass

from grandest_portal.core.stems import stems_of
from needs.matching.weights import Weights

# cosine × m / (m + 10), m = distinct stems of the shorter text, is about 0.16 for a pair that its authors call
# right nine times in ten; times five it reads .8. Chosen on the demonstration pairs, see docs/matching.md.
SHRINK, SCALE = 10, 5.0
MOST_TERMS = 12


@dataclass(frozen=True)
class Vector:
    """Weights by stem, their Euclidean norm, and how many distinct stems the text has."""

    weights: dict[str, float]
    norm: float
    stems: int


@dataclass(frozen=True)
class Comparison:
    """`score` and `lexical` from 0 to 1; `terms` [{stem, share}], share in percent of the closeness, largest
    first; `stems` of the shorter text."""

    score: float
    lexical: float
    terms: list[dict]
    stems: int


def vector_of(text: str, weights: Weights) -> Vector:
    counts = Counter(stems_of(text))
    values = {stem: (1 + math.log(count)) * weights.idf(stem) for stem, count in sorted(counts.items())}
    return Vector(values, math.sqrt(math.fsum(value * value for value in values.values())), len(values))


def compare(need: Vector, solution: Vector) -> Comparison:
    """The one comparison of a pair; swapping the arguments gives the same result."""
    stems = min(need.stems, solution.stems)
    shared = sorted(need.weights.keys() & solution.weights.keys())
    parts = {stem: need.weights[stem] * solution.weights[stem] for stem in shared}
    dot = math.fsum(parts.values())
    if dot <= 0:
        return Comparison(0.0, 0.0, [], stems)
    cosine = dot / (need.norm * solution.norm)
    score = round(min(1.0, SCALE * cosine * stems / (stems + SHRINK)), 6)
    largest = sorted(parts.items(), key=lambda part: (-part[1], part[0]))[:MOST_TERMS]
    terms = [{"stem": stem, "share": round(100 * part / dot, 1)} for stem, part in largest]
    return Comparison(score, round(cosine, 6), terms, stems)


def pair_hash(one, other) -> str:
    """The published rule for equal scores: a hash of the pair, which nobody can aim at and favours nobody."""
    return hashlib.sha256(f"{one}:{other}".encode()).hexdigest()


def tie_break(need_pk: int, solution_pk: int) -> str:
    return pair_hash(need_pk, solution_pk)
