"""From a problem to its timetable: who, then when; what is proven is said, and what is not."""

from meetings.timetable import compromise
from meetings.timetable.day import INFEASIBLE, PLAIN, Day
from meetings.timetable.greedy import first_come
from meetings.timetable.improve import improve
from meetings.timetable.selection import offer_of, select
from meetings.timetable.work import Timetable, room_of


def solve(problem, budget):
    """The Timetable of a problem, found within the Budget."""
    offer = offer_of(problem)
    if not offer.pairs:
        return Timetable({}, 0)
    selection = select(offer)
    budget.tell("place")
    timetable = placed(problem, offer, selection, budget)
    return improve(problem, timetable, offer.pairs, budget)


def placed(problem, offer, selection, budget):
    """The Timetable with the fewest idle runs of companies: of the chosen pairs, of all choices that are as good, else
    of the best choice that fits."""
    bound = len(selection.chosen)
    chosen = {pair: offer.pairs[pair] for pair in sorted(selection.chosen)}
    answer = best_slots(problem, chosen, budget)
    if answer.proven and not answer.value:
        return Timetable(answer.slots, bound)
    if answer.proven or answer.status == INFEASIBLE:
        wider = among_ties(problem, offer, selection, budget, answer.slots)
        if wider.status == INFEASIBLE:
            budget.tell("compromise")
            return compromise.solve(problem, offer, bound, budget)
        if wider:
            return Timetable(wider.slots, bound, max(0, wider.bound))
        if answer:
            return Timetable(answer.slots, bound, max(0, wider.bound or 0))
    return last_resort(problem, chosen, bound, budget)


def best_slots(problem, pairs, budget):
    day = Day(pairs, room_of(problem), sessions=problem.sessions())
    runs = day.idle_runs(problem.companies)
    return budget.spend(day.minimise(runs, budget.share(0.4), budget.seed), "place")


def among_ties(problem, offer, selection, budget, slots):
    pairs = {pair: offer.pairs[pair] for pair in sorted(selection.sure | selection.ties)}
    day = Day(pairs, room_of(problem), sessions=problem.sessions(), optional=selection.ties)
    day.limit_meetings(selection.ranges, len(selection.chosen))
    if slots:
        day.hint(slots)
    runs = day.idle_runs(problem.companies)
    return budget.spend(day.minimise(runs, budget.share(0.5), budget.seed), "ties")


def last_resort(problem, pairs, bound, budget):
    """The Timetable when the search did not end: any slots for these pairs, else first come, first served."""
    budget.tell("fallback")
    day = Day(pairs, room_of(problem), sessions=problem.sessions())
    answer = budget.spend(day.solve(budget.share(0.3), budget.seed, way=PLAIN), "any")
    if answer:
        return Timetable(answer.slots, bound, fallback="slots")
    return Timetable(first_come(problem), bound, best_pairs=False, fallback="greedy")
