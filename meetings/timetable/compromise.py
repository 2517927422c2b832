"""When the best choice of pairs fits in no timetable (absences): the best choice that does, step by step.

As many meetings as possible, then the fairest to companies, then the dearest wishes: slots and pairs in one model,
guided by its linear relaxation, which is nearly the flow of `selection.py` and proves most cases at once.
"""

from itertools import pairwise

from meetings.timetable.day import RELAXED, Day
from meetings.timetable.greedy import first_come
from meetings.timetable.work import Timetable, room_of


def fairness(day, offer):
    """Terms of the cost of fairness: the j-th meeting of a company costs j."""
    terms = []
    for company in sorted({company for _buyer, company in offer.pairs}):
        pairs = day.people[company]
        free = [day.met[pair] for pair in pairs if pair in day.met]
        already = offer.done[company] + len(pairs) - len(free)
        ranks = [day.model.new_bool_var("") for _met in free]
        if free:
            day.model.add(sum(free) == sum(ranks))
        for sooner, later in pairwise(ranks):
            day.model.add_implication(later, sooner)
        terms += [(already + nth) * literal for nth, literal in enumerate(ranks, start=1)]
    return terms


def solve(problem, offer, bound, budget):
    """The Timetable of an Offer, of at most `bound` meetings; what the steps could not prove is said in it."""
    day = Day(offer.pairs, room_of(problem), sessions=problem.sessions(), optional=frozenset(offer.rest))
    absent = {pair: ~met for pair, met in day.met.items()}
    day.model.add(sum(absent.values()) >= len(offer.pairs) - bound)
    cost = fairness(day, offer)
    goals = [
        ("count", list(absent.values()), 0.4),
        ("fair", cost, 0.4),
        ("weight", [offer.weights[pair] * literal for pair, literal in absent.items()], 0.3),
        ("gaps", day.idle_runs(problem.companies), 0.8),
    ]
    slots, proven = first_come(problem), {}
    for name, terms, part in goals:
        day.hint(slots)
        answer = budget.spend(day.minimise(terms, budget.share(part), budget.seed, way=RELAXED), name)
        proven[name] = answer.proven
        if name == "count" and answer.bound is not None:
            bound = min(bound, len(offer.pairs) - answer.bound)
        if not answer:
            break
        slots = answer.slots
        day.hold(terms, answer.value)
    best = all(proven.get(name) for name in ("count", "fair", "weight"))
    gaps_bound = max(0, answer.bound or 0) if best and name == "gaps" else 0
    return Timetable(slots, bound, gaps_bound, best_pairs=best, fallback="" if proven["count"] else "count")
