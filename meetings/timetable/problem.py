"""What is asked of a timetable, as plain data; `reading.py` makes it from a file."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

CROWDED = 0.95  # of slots x tables: beyond it the search for the best slots may not end (docs/timetable.md)


@dataclass(frozen=True)
class Problem:
    """`away` is {person: slots}, `wishes` {(buyer, company): weight} in the order of the file, `fixed` {(buyer,
    company): slot}; a break lies before each slot of `breaks`."""

    slots: int
    tables: int
    buyers: tuple[str, ...]
    companies: tuple[str, ...]
    away: dict[str, frozenset[int]]
    wishes: dict[tuple[str, str], int]
    fixed: dict[tuple[str, str], int] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()

    @classmethod
    def from_data(cls, data):
        """The Problem of plain values that `reading.py` has judged, or that `as_data` gave."""
        people = data["buyers"] + data["companies"]
        return cls(
            data["slots"],
            data["tables"],
            tuple(row["id"] for row in data["buyers"]),
            tuple(row["id"] for row in data["companies"]),
            {row["id"]: frozenset(row["unavailable"]) for row in people},
            {(row["buyer"], row["company"]): row["weight"] for row in data["wishes"]},
            {(row["buyer"], row["company"]): row["slot"] for row in data["fixed"]},
            tuple(data["breaks"]),
        )

    @cached_property
    def free(self):
        """{person: the slots where they are there}"""
        every = frozenset(range(self.slots))
        return {person: every - self.away.get(person, frozenset()) for person in self.people}

    @cached_property
    def people(self):
        return self.buyers + self.companies

    @cached_property
    def possible(self):
        """{pair: slots where both are there}, of the wishes that have one, in the order of their names."""
        common = {pair: self.free[pair[0]] & self.free[pair[1]] for pair in sorted(self.wishes)}
        return {pair: sorted(slots) for pair, slots in common.items() if slots}

    @cached_property
    def places(self):
        """How many meetings the room takes at most in the whole day."""
        return self.slots * self.tables

    def sessions(self):
        """The slots of each part of the day between two breaks, as ranges."""
        edges = [0, *self.breaks, self.slots]
        return [range(start, end) for start, end in pairwise(edges)]

    def as_data(self):
        """Plain values, in the order of names: two files that ask the same have the same."""
        people = [
            [{"id": person, "unavailable": sorted(self.away.get(person, ()))} for person in sorted(side)]
            for side in (self.buyers, self.companies)
        ]
        wishes = [{"buyer": b, "company": c, "weight": w} for (b, c), w in sorted(self.wishes.items())]
        fixed = [{"buyer": b, "company": c, "slot": slot} for (b, c), slot in sorted(self.fixed.items())]
        return {
            "slots": self.slots,
            "tables": self.tables,
            "buyers": people[0],
            "companies": people[1],
            "wishes": wishes,
            "fixed": fixed,
            "breaks": list(self.breaks),
        }


def digest(data):
    """SHA-256 of plain values, whatever the order of the keys and the spaces of their file."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
