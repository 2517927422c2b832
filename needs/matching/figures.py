"""What was measured of each version of the engine: shown beside its scores, never counted in them.

data/figures.json holds the figures of docs/matching.md; a test computes those of the bands again.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from needs.matching.weights import FOLDER


@dataclass(frozen=True)
class Ranking:
    """nDCG@10 of a task with its 95 % interval, over `pairs` real pairs."""

    task: str
    ndcg: float
    low: float
    high: float
    pairs: int


@dataclass(frozen=True)
class Figures:
    """`bands` {key: (pairs, right ones)} on the demonstration's pairs; `blind` {language: share found among the ten
    first} for pairs without a shared word, `pairs` of them among `texts`."""

    measured_on: date
    bands: dict[str, tuple[int, int]]
    rankings: list[Ranking]
    blind: dict[str, float]
    pairs: int
    texts: int


@lru_cache(maxsize=1)
def everything():
    return json.loads((FOLDER / "figures.json").read_text("utf-8"))


def figures_of(engine: str) -> Figures | None:
    """The figures of a version, or None for one that was never measured."""
    raw = everything().get(engine)
    if raw is None:
        return None
    blind = dict(raw["blind"])
    counts = {name: blind.pop(name) for name in ("pairs", "texts")}
    return Figures(
        date.fromisoformat(raw["measured_on"]),
        {key: tuple(value) for key, value in raw["bands"].items()},
        [Ranking(each["task"], *each["ndcg"], each["pairs"]) for each in raw["rankings"]],
        blind,
        **counts,
    )


def right_of_ten(engine: str, band: str) -> int | None:
    """How many of ten pairs of a band were right, rounded down; None without a measure."""
    found = figures_of(engine)
    if found is None or band not in found.bands:
        return None
    pairs, right = found.bands[band]
    return 10 * right // pairs if pairs else None
