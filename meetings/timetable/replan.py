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

PATIENCE = 2.0  # work for one goal at most: the hall waits


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
    """The Outcome. First without avoidable moves: when that fills all places, nothing is better. Else with moves, taken
    only when proven: nobody is moved on a guess."""
    bound = max(0, len(select(morning.offer).chosen) - len(morning.promised))
    calm = Steps(morning, budget, bound)
    if not calm.reach(["moves", "added"]):
        if calm.status == INFEASIBLE:
            return dropping(morning, budget, bound)
        return holes(morning, bound)
    full = calm.proven and calm.added_now() == bound
    if full or morning.changes.still:
        return calm.polish(calm.added_bound() if morning.changes.still else bound)
    for order in (["moves"], ["added", "moves"]):
        steps = Steps(morning, budget, bound)
        if order == ["moves"]:
            steps.day.model.add(sum(steps.met.values()) == bound)
        if steps.reach(order) and steps.proven:
            return steps.polish(bound if order == ["moves"] else steps.added_bound())
        if steps.status != INFEASIBLE:
            break
    return calm.polish(bound, proven={"added": False})


def dropping(morning, budget, bound):
    """The Outcome when not all promises can be kept."""
    steps = Steps(morning, budget, bound, droppable=True)
    order = ["moves", "added"] if morning.changes.still else ["added", "moves"]
    if steps.reach(["promises", *order]):
        return steps.polish(steps.added_bound(), proven={"promises": steps.answers["promises"].proven})
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

    def reach(self, names):
        """Each goal in turn; says whether all were reached."""
        part = min(0.4, PATIENCE / max(self.budget.share(), 0.001))
        return all(
            self.take(name, getattr(self, name), part, CORES if name == "moves" else RELAXED)
            for name in names
        )

    @property
    def proven(self):
        return all(answer.proven for answer in self.answers.values())

    def added_now(self):
        return sum(pair in self.slots for pair in self.met)

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

    def polish(self, added_bound, *, proven=None):
        """Among all that is as good: the fairest, the dearest, the fewest idle runs."""
        known = {"promises": True, "added": True} | {name: each.proven for name, each in self.answers.items()}
        moved = max(0, self.answers["moves"].bound or 0)
        weights = self.morning.problem.wishes
        part = min(0.3, POLISH * len(self.slots) / max(self.budget.share(), 0.001))
        self.take("fair", fairness(self.day, self.morning.offer), part, RELAXED)
        self.take("weight", [weights[pair] * ~met for pair, met in self.met.items()], part, RELAXED)
        self.take("gaps", self.day.idle_runs(self.morning.problem.companies), part, CORES)
        gaps = max(0, self.answers["gaps"].bound or 0)
        known["gaps"] = all(self.answers[name].proven for name in ("fair", "weight", "gaps"))
        return Outcome(self.slots, added_bound, moved, gaps if known["gaps"] else 0, known | (proven or {}))


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
