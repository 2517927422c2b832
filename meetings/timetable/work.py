"""What the steps of a computation hand to each other: the work that may still be done, and what is known so far."""

from dataclasses import dataclass, field


def silent(step):
    """Progress that nobody reads."""


@dataclass
class Budget:
    """Work that may still be done, in units of the solver: half a second to two seconds of processor each."""

    limit: float
    seed: int
    tell: object = silent
    done: float = 0.0
    steps: list = field(default_factory=list)

    def share(self, part=1.0):
        return max(0.0, self.limit - self.done) * part

    def spend(self, answer, step):
        self.done += answer.work
        self.steps.append((step, answer.status, round(answer.work, 3)))
        return answer


@dataclass
class Timetable:
    """`slots` is {pair: slot}. The bounds are proven: no timetable of the problem has more meetings, none that is as
    good before has fewer gaps of companies. `best_pairs` says whether the pairs are proven the fairest and dearest."""

    slots: dict
    meetings_bound: int
    gaps_bound: int = 0
    buyer_gaps_bound: int = 0
    best_pairs: bool = True
    fallback: str = ""


def room_of(problem):
    return dict.fromkeys(range(problem.slots), problem.tables)
