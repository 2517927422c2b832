"""First come, first served: each wish in the order of the file takes the first slot where both are free. What a sheet
of paper gives; the comparison of `docs/timetable.md`, and the plan of last resort."""

from collections import Counter

from meetings.timetable.figures import gaps, with_none


def first_come(problem):
    """{pair: slot}; fixed meetings first."""
    slots = dict(problem.fixed)
    used = Counter(slots.values())
    busy = {(person, slot) for pair, slot in slots.items() for person in pair}
    for pair in problem.wishes:
        if pair in slots:
            continue
        for slot in problem.possible.get(pair, ()):
            people = {(person, slot) for person in pair}
            if used[slot] < problem.tables and not people & busy:
                slots[pair] = slot
                used[slot] += 1
                busy |= people
                break
    return slots


def first_come_figures(problem):
    """What that would be worth, beside the figures of a plan."""
    slots = first_come(problem)
    return {
        "meetings": len(slots),
        "companies_with_none": len(with_none(problem, slots)),
        "company_gaps": gaps(slots, problem.companies, problem.sessions()),
    }
