"""When: the constraint model of a day. Pairs that meet, their slots, the idle runs of people as literals.

Run with one worker: the same answer each time. Its limit counts work done, not seconds: no clock decides a result.
Idle runs are proven by unsatisfiable cores without linear relaxation, ten times faster here than by the defaults; the
choice of pairs by the relaxation, which is nearly a flow.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace

OPTIMAL, FEASIBLE, INFEASIBLE, UNKNOWN = "optimal", "feasible", "infeasible", "unknown"
CORES, RELAXED, PLAIN = "cores", "relaxed", "plain"


@dataclass(frozen=True)
class Answer:
    """`slots` is {pair: slot}; `value` is what was found, `bound` what is proven of the best; `work` what it cost."""

    status: str
    work: float
    slots: dict = field(default_factory=dict)
    value: int | None = None
    bound: int | None = None

    def __bool__(self):
        return self.status in (OPTIMAL, FEASIBLE)

    @property
    def proven(self):
        return self.status == OPTIMAL


class Day:
    """The model of `pairs` {pair: slots}; those of `optional` may stay out. `room` is {slot: tables}."""

    def __init__(self, pairs, room, *, sessions, optional=frozenset()):
        from ortools.sat.python import cp_model

        self.cp, self.model, self.sessions = cp_model, cp_model.CpModel(), sessions
        self.at, self.met, self.busy = {}, {}, {}
        self.people = defaultdict(list)
        seats = defaultdict(lambda: defaultdict(list))
        for pair, slots in pairs.items():
            self.at[pair] = {slot: self.model.new_bool_var("") for slot in slots}
            choices = list(self.at[pair].values())
            if pair in optional:
                self.met[pair] = self.model.new_bool_var("")
                choices.append(~self.met[pair])
            self.model.add_exactly_one(choices)
            for person in pair:
                self.people[person].append(pair)
                for slot, literal in self.at[pair].items():
                    seats[person][slot].append(literal)
        for person, slots in seats.items():
            self.busy[person] = {slot: self.any_of(literals) for slot, literals in sorted(slots.items())}
        self.limit_room(sorted({buyer for buyer, _company in pairs}), room)

    def limit_meetings(self, ranges, total):
        """Numbers of meetings: of people, within {person: (least, most)}; in all."""
        for person, pairs in sorted(self.people.items()):
            least, most = ranges.get(person, (0, len(pairs)))
            maybe = [self.met[pair] for pair in pairs if pair in self.met]
            sure = len(pairs) - len(maybe)
            if maybe and (least > sure or most < len(pairs)):
                self.model.add_linear_constraint(sum(maybe), max(0, least - sure), most - sure)
        if self.met:
            self.model.add(sum(self.met.values()) == total - len(self.at) + len(self.met))

    def any_of(self, literals):
        """A literal that says that one of them holds; two never do."""
        if len(literals) == 1:
            return literals[0]
        one = self.model.new_bool_var("")
        self.model.add_exactly_one([*literals, ~one])
        return one

    def limit_room(self, buyers, room):
        for slot, tables in room.items():
            seated = [self.busy[buyer][slot] for buyer in buyers if slot in self.busy[buyer]]
            if len(seated) > tables:
                self.model.add(sum(seated) <= tables)

    def idle_runs(self, people):
        """A literal per slot where somebody takes up again after an idle run in the same part of the day."""
        found = []
        for person in people:
            if len(self.people.get(person, ())) > 1:
                for session in self.sessions:
                    found += self.resumptions(self.busy[person], session)
        return found

    def resumptions(self, busy, session):
        before, previous = None, None  # somebody met before the previous slot; in the previous slot
        for slot in session:
            now = busy.get(slot)
            if now is not None and before is not None:
                resumes = self.model.new_bool_var("")
                still = [] if previous is None else [previous]
                self.model.add_bool_or([resumes, ~now, ~before, *still])
                yield resumes
            before = self.either(before, previous)
            previous = now

    def either(self, one, other):
        """A literal that holds as soon as one of the two does."""
        if one is None or other is None:
            return one if other is None else other
        both = self.model.new_bool_var("")
        self.model.add_implication(one, both)
        self.model.add_implication(other, both)
        return both

    def hint(self, slots):
        self.model.clear_hints()
        for pair, literals in self.at.items():
            for slot, literal in literals.items():
                self.model.add_hint(literal, slots.get(pair) == slot)
            if pair in self.met:
                self.model.add_hint(self.met[pair], pair in slots)

    def solve(self, limit, seed, *, way=CORES):
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2 if way == RELAXED else 0
        solver.parameters.optimize_with_core = way == CORES
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = max(0.0, limit)
        status = solver.solve(self.model)
        names = {self.cp.OPTIMAL: OPTIMAL, self.cp.FEASIBLE: FEASIBLE, self.cp.INFEASIBLE: INFEASIBLE}
        name, work = names.get(status, UNKNOWN), solver.response_proto.deterministic_time
        goal = self.model.has_objective()
        bound = math.ceil(solver.best_objective_bound - 1e-6) if goal and name != INFEASIBLE else None
        if name not in (OPTIMAL, FEASIBLE):
            return Answer(name, work, bound=bound)
        slots = {
            pair: slot
            for pair, literals in self.at.items()
            for slot, literal in literals.items()
            if solver.boolean_value(literal)
        }
        return Answer(name, work, slots, round(solver.objective_value) if goal else None, bound)

    def minimise(self, terms, limit, seed, **options):
        """The Answer with the least sum of the terms; of no terms, any."""
        if terms:
            self.model.minimize(sum(terms))
            return self.solve(limit, seed, **options)
        self.model.clear_objective()
        return replace(self.solve(limit, seed, **options), value=0, bound=0)

    def hold(self, terms, value):
        """The sum of the terms stays at `value`, which is its least, or below."""
        if value:
            self.model.add(sum(terms) <= value)
        else:
            for term in terms:
                self.model.add(term == 0)
