"""Fewer idle runs for the same pairs, piece by piece: the meetings of some people are placed again, the others stay.

First idle runs of companies, where the search over the whole day did not end; then those of buyers. A piece never makes
the day worse; nothing is proven here, unless no idle run is left.
"""

import random

from meetings.timetable.day import CORES, Day
from meetings.timetable.figures import gaps
from meetings.timetable.work import room_of

PIECE = 0.3  # work for one piece at most
POLISH = 0.0012  # work per meeting for the buyers' idle runs: the rest of the limit is left unused


class Pieces:
    """A day under improvement; `slots` is the best so far."""

    def __init__(self, problem, slots, possible, budget):
        self.problem, self.slots, self.possible, self.budget = problem, slots, possible, budget
        self.draw = random.Random(budget.seed)  # noqa: S311 - a reproducible draw, no secret
        self.sessions = problem.sessions()

    def runs(self, people):
        return gaps(self.slots, people, self.sessions)

    def drawn(self, people, size):
        """Some of them, those with idle runs most often."""
        by_person = [1 + 5 * self.runs([person]) for person in people]
        return set(self.draw.choices(people, by_person, k=size))

    def freed(self, side):
        """Pairs to place again: of the companies that meet the drawn buyers, or the buyers of drawn companies."""
        if side == "buyers":
            buyers = self.drawn(self.problem.buyers, 2)
        else:
            companies = self.drawn(sorted({company for _buyer, company in self.slots}), 2)
            buyers = {buyer for buyer, company in self.slots if company in companies}
        companies = {company for buyer, company in self.slots if buyer in buyers}
        return {pair for pair in self.slots if pair[1] in companies}

    def model_of(self, freed):
        companies = {company for _buyer, company in freed}
        buyers = {buyer for buyer, _company in freed}
        near = {pair for pair in self.slots if pair[0] in buyers or pair[1] in companies}
        room = room_of(self.problem)
        for pair in self.slots.keys() - near:
            room[self.slots[pair]] -= 1
        pairs = {pair: self.possible[pair] if pair in freed else [self.slots[pair]] for pair in sorted(near)}
        day = Day(pairs, room, sessions=self.sessions)
        day.hint({pair: self.slots[pair] for pair in near})
        return day, sorted(companies), sorted(buyers)

    def again(self, side, most):
        """Place one piece again; says how much work it was."""
        day, companies, buyers = self.model_of(self.freed(side))
        mine = day.idle_runs(companies)
        before = self.runs(companies)
        if side == "buyers":
            day.model.add(sum(mine) <= before)
            mine, before = day.idle_runs(buyers), self.runs(buyers)
        answer = self.budget.spend(day.minimise(mine, min(PIECE, most), self.budget.seed, way=CORES), side)
        if answer and answer.value <= before:
            self.slots |= answer.slots
        return answer.work

    def improve(self, side, people, bound, work):
        while work > 0 and self.runs(people) > bound:
            work -= max(0.01, self.again(side, work))


def improve(problem, timetable, possible, budget):
    """The Timetable with fewer idle runs; `possible` is {pair: slots}."""
    pieces = Pieces(problem, dict(timetable.slots), possible, budget)
    pieces.improve("companies", problem.companies, timetable.gaps_bound, budget.share(0.5))
    budget.tell("polish")
    work = min(budget.share(0.5), POLISH * len(timetable.slots))
    pieces.improve("buyers", problem.buyers, timetable.buyer_gaps_bound, work)
    timetable.slots = pieces.slots
    return timetable
