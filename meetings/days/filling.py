"""How full a day would be: said before a computation, for a full day is hard to prove."""

from collections import Counter
from dataclasses import dataclass

from meetings.days.limits import fill_most


@dataclass(frozen=True)
class Fill:
    """`meetings` at most by the wishes and the presences of each, over `places` (slots × tables)."""

    meetings: int
    places: int
    most: float

    @property
    def percent(self):
        return round(100 * self.meetings / self.places) if self.places else 0

    @property
    def most_percent(self):
        return round(100 * self.most)

    @property
    def is_hard(self):
        return self.meetings > self.most * self.places


def fill_of(problem, on):
    """The Fill of a problem: counted, not computed. Nobody has more meetings than wishes or than slots."""
    wishes = problem["wishes"]
    places = problem["slots"] * problem["tables"]
    sides = [most_of(problem, problem[name], [each[key] for each in wishes]) for name, key in SIDES]
    return Fill(min([len(wishes), places, *sides]), places, fill_most(on))


SIDES = (("buyers", "buyer"), ("companies", "company"))


def most_of(problem, people, wished):
    counts = Counter(wished)
    return sum(min(counts[each["id"]], problem["slots"] - len(each["unavailable"])) for each in people)
