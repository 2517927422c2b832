"""Where: tables by number. A buyer keeps one table; with more buyers than tables, changes as rarely as possible."""

from collections import defaultdict
from itertools import pairwise


def seat(slots, tables):
    """{pair: table} of {pair: slot}; there are never more meetings in a slot than tables."""
    buyers = sorted({buyer for buyer, _company in slots})
    if len(buyers) <= tables:
        own = {buyer: number for number, buyer in enumerate(buyers)}
        return {pair: own[pair[0]] for pair in slots}
    stays = kept_stays(slots, tables)
    return {(buyer, company): stays[buyer, slot] for (buyer, company), slot in slots.items()}


def presences(slots):
    busy = defaultdict(list)
    for (buyer, _company), slot in slots.items():
        busy[buyer].append(slot)
    return {buyer: sorted(them) for buyer, them in sorted(busy.items())}


def released(busy, tables, last):
    """Idle runs (buyer, start, end) whose table must be given up: as few as possible, the longest to come first."""
    load = [sum(slot in them for them in busy.values()) for slot in range(last + 1)]
    waits = [
        (buyer, sooner, later)
        for buyer, them in busy.items()
        for sooner, later in pairwise(them)
        if later > sooner + 1
    ]
    kept, given_up = [], set()
    for slot in range(last + 1):
        kept = [wait for wait in kept if wait[2] > slot] + [wait for wait in waits if wait[1] + 1 == slot]
        kept.sort(key=lambda wait: (wait[2], wait[0]))
        while kept and len(kept) + load[slot] > tables:
            given_up.add(kept.pop())
    return given_up


def kept_stays(slots, tables):
    """{(buyer, slot): table}: stays are intervals, seated as they start, at the table of the stay before when free."""
    busy = presences(slots)
    given_up = released(busy, tables, max(slots.values()))
    stays = []
    for buyer, them in busy.items():
        start = them[0]
        for sooner, later in pairwise(them):
            if (buyer, sooner, later) in given_up:
                stays.append((start, sooner, buyer))
                start = later
        stays.append((start, them[-1], buyer))
    seats, usual, until = {}, {}, dict.fromkeys(range(tables), -1)
    for start, end, buyer in sorted(stays):
        free = [table for table, busy_until in until.items() if busy_until < start]
        table = usual[buyer] if usual.get(buyer) in free else fresh(free, usual, until)
        until[table], usual[buyer] = end, table
        seats |= {(buyer, slot): table for slot in busy[buyer] if start <= slot <= end}
    return seats


def fresh(free, usual, until):
    """A free table that is the usual one of as few as possible, then the one that waits for the longest time."""
    owners = list(usual.values())
    return min(free, key=lambda table: (owners.count(table), until[table], table))


def changes(seats, slots):
    """How often a buyer moves to another table during the day."""
    at = {(buyer, slots[buyer, company]): table for (buyer, company), table in seats.items()}
    return sum(
        at[buyer, sooner] != at[buyer, later]
        for buyer, them in presences(slots).items()
        for sooner, later in pairwise(them)
    )
