"""The frozen weight of each stem: how rare it is in text that the project may use.

One common table for both directions and for every pair: an idf computed from one side only would make « this need
for that solution » differ from « that solution for this need ». Built by `manage.py build_term_weights`.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
ENGINE = "lexical-1"


@dataclass(frozen=True)
class Weights:
    """`documents` texts were read; `counts` says in how many of them a stem stands."""

    engine: str
    documents: int
    counts: dict[str, int]
    sources: list[str]

    def idf(self, stem: str) -> float:
        """ln((N + 1) / (n + ½)): about 9 for a stem never read, near 0 for one that stands everywhere."""
        return max(0.0, math.log((self.documents + 1) / (self.counts.get(stem, 0) + 0.5)))


@lru_cache(maxsize=2)
def load(engine: str = ENGINE) -> Weights:
    """The committed table of an engine version."""
    raw = json.loads((FOLDER / f"{engine}.json").read_text(encoding="utf-8"))
    return Weights(raw["engine"], raw["documents"], raw["counts"], raw["sources"])
