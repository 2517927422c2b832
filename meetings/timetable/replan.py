"""Planning again in the middle of a day: what was promised is kept, the past stays, holes are filled, few are moved.

In this order: as many promises as possible (all, unless tables or late arrivals forbid it), as many new meetings as the
free places take, as few moved meetings as possible, then fairness, weights and idle runs; with `still` the moves come
before the new meetings.
"""

from collections import Counter
from dataclasses import dataclass, field

from meetings.timetable.changes import Changes
from meetings.timetable.compromise import fairness
from meetings.timetable.day import CORES, INFEASIBLE, RELAXED, Day
from meetings.timetable.improve import POLISH
from meetings.timetable.problem import Problem
from meetings.timetable.replanned import plan_again
from meetings.timetable.selection import Offer, select


@dataclass
class Morning:
    """A day that changes: `past`, `promised` and `lost` (somebody has left by then) {pair: slot}, `offer` what may
    still be, `room` {slot: tables}."""

    problem: Problem
    changes: Changes
    tables: dict
    past: dict
    promised: dict = field(default_factory=dict)
    lost: dict = field(default_factory=dict)
    offer: Offer | None = None
    room: dict = field(default_factory=dict)


@dataclass
class Outcome:
    """`slots` {pair: slot} from now on; `added_bound` and `moved_bound` are proven, those of `proven` by name."""

    slots: dict = field(default_factory=dict)
    added_bound: int = 0
    moved_bound: int = 0
    gaps_bound: int = 0
    proven: dict = field(default_factory=dict)
    fallback: str = ""


def morning_of(problem, meetings, changes):
    old = {(buyer, company): slot for buyer, company, slot, _table in meetings}
    tables = {(buyer, company): table for buyer, company, _slot, table in meetings}
    now = changes.now
    morning = Morning(problem, changes, tables, {pair: slot for pair, slot in old.items() if slot < now})
    for slot in range(now, problem.slots):
        morning.room[slot] = problem.tables - len(changes.lost.get(slot, ()))
    pairs = {}
    for pair, slots in problem.possible.items():
        gone = changes.away.get(pair[0], frozenset()) | changes.away.get(pair[1], frozenset())
        left = [slot for slot in slots if slot >= now and slot not in gone and morning.room[slot]]
        if pair in problem.fixed:
            left = [slot for slot in left if slot == problem.fixed[pair]]
        if pair in morning.past:
            continue
        if left:
            pairs[pair] = left
        if pair in old:
            leaves = min(changes.left.get(person, problem.slots) for person in pair)
            firm = left and old[pair] < leaves
            (morning.promised if firm else morning.lost)[pair] = old[pair]
    done = Counter(company for _buyer, company in morning.past)
    places = sum(morning.room.values())
    morning.offer = Offer(pairs, frozenset(morning.promised), places, problem.wishes, done)
    return morning


def replan(problem, meetings, changes, budget):
    """Plain values of the new plan; `meetings` [(buyer, company, slot, table)] of the old one."""
    morning = morning_of(problem, [tuple(row) for row in meetings], Changes.from_data(changes))
    outcome = Outcome()
    if morning.offer.pairs:
        budget.tell("promises")
        outcome = settle(morning, budget)
    return plan_again(morning, outcome, budget)


def settle(morning, budget):
    """The Outcome: at once when all promises and as many new meetings as the flow allows fit, else step by step."""
    bound = max(0, len(select(morning.offer).chosen) - len(morning.promised))
    if not morning.changes.still:
        steps = Steps(morning, budget, bound)
        steps.day.model.add(sum(steps.met.values()) == bound)
        if steps.take("moves", steps.moved, 0.4, CORES):
            return steps.polish(added_bound=bound, proven={"promises": True, "added": True})
    order = ["moves", "added"] if morning.changes.still else ["added", "moves"]
    for droppable in (False, True):
        steps = Steps(morning, budget, bound, droppable=droppable)
        goals = ["promises", *order] if droppable else order
        for name in goals:
            way = CORES if name == "moves" else RELAXED
            if not steps.take(name, getattr(steps, name), 0.4, way):
                break
        else:
            return steps.polish(
                added_bound=steps.added_bound(), proven={"promises": True} if not droppable else {}
            )
        if steps.status != INFEASIBLE:
            break
    return holes(morning, bound)


class Steps:
    """One model of the rest of the day, and its goals one after the other."""

    def __init__(self, morning, budget, bound, *, droppable=False):
        offer = morning.offer
        self.morning, self.budget, self.bound = morning, budget, bound
        pairs = {pair: [slot] for pair, slot in morning.past.items()} | offer.pairs
        optional = frozenset(offer.pairs if droppable else offer.rest)
        self.day = Day(pairs, morning.room, sessions=morning.problem.sessions(), optional=optional)
        self.met = {pair: self.day.met[pair] for pair in offer.rest}
        self.added = [~met for met in self.met.values()]
        self.promises = [~self.day.met[pair] for pair in sorted(morning.promised)] if droppable else []
        self.moved = [
            literal
            for pair, old in sorted(morning.promised.items())
            for slot, literal in self.day.at[pair].items()
            if slot != old
        ]
        self.moves = self.moved
        self.slots, self.answers, self.status = dict(morning.promised), {}, ""
        if not droppable:
            self.day.model.add(sum(self.met.values()) <= bound)

    def take(self, name, terms, part, way):
        """Reach a goal and hold it; says whether something was found."""
        self.budget.tell({"added": "fill", "moves": "moves"}.get(name, "promises"))
        self.day.hint(self.morning.past | self.slots)
        answer = self.budget.spend(
            self.day.minimise(terms, self.budget.share(part), self.budget.seed, way=way), name
        )
        self.answers[name], self.status = answer, answer.status
        if answer:
            self.slots = {pair: slot for pair, slot in answer.slots.items() if pair not in self.morning.past}
            self.day.hold(terms, answer.value)
        return bool(answer)

    def added_bound(self):
        """Proven, of plans that keep as many promises (and move as few, when nobody is to be moved)."""
        most = len(self.added) if self.promises else self.bound  # a dropped promise leaves places to others
        return min(most, len(self.added) - max(0, self.answers["added"].bound))

    def polish(self, *, added_bound, proven):
        """Among all that is as good: the fairest, the dearest, the fewest idle runs."""
        weights = self.morning.problem.wishes
        part = min(0.3, POLISH * len(self.slots) / max(self.budget.share(), 0.001))
        self.take("fair", fairness(self.day, self.morning.offer), part, RELAXED)
        self.take("weight", [weights[pair] * ~met for pair, met in self.met.items()], part, RELAXED)
        runs = self.day.idle_runs(self.morning.problem.companies)
        gaps = self.take("gaps", runs, part, CORES) and self.answers["gaps"].bound
        proven = {name: answer.proven for name, answer in self.answers.items()} | proven
        moved = max(0, self.answers["moves"].bound)
        return Outcome(self.slots, added_bound, moved, max(0, gaps or 0), proven)


def holes(morning, bound):
    """Last resort, proven of nothing: each promise at its slot, or at the first hole; then each wish, as it comes."""
    slots, used = {}, Counter()
    busy = set()
    for pair in [*sorted(morning.promised), *morning.offer.rest]:
        possible = morning.offer.pairs[pair]
        for slot in sorted(possible, key=lambda each: each != morning.promised.get(pair)):
            people = {(person, slot) for person in pair}
            if used[slot] < morning.room[slot] and not people & busy:
                slots[pair] = slot
                used[slot] += 1
                busy |= people
                break
    return Outcome(slots, bound, fallback="greedy")
