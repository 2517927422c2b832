"""What a timetable is worth: counted from its slots alone."""

from collections import Counter, defaultdict
from itertools import pairwise


def hours(slots):
    """{person: their slots in order} of {(buyer, company): slot}."""
    found = defaultdict(list)
    for pair, slot in slots.items():
        for person in pair:
            found[person].append(slot)
    return {person: sorted(them) for person, them in found.items()}


def gaps(slots, people, sessions):
    """Idle runs between two meetings of the same person; the one that holds a break is none."""
    part = {slot: number for number, session in enumerate(sessions) for slot in session}
    busy = hours(slots)
    return sum(
        later > sooner + 1 and part[later] == part[sooner]
        for person in people
        for sooner, later in pairwise(busy.get(person, []))
    )


def with_none(problem, slots):
    """Companies that have a wish which the presences allow, and no meeting."""
    met = {company for _buyer, company in slots}
    return sorted({company for _buyer, company in problem.possible} - met)


def spread(slots):
    """{number of meetings: how many companies have so many}."""
    return Counter(Counter(company for _buyer, company in slots).values())
