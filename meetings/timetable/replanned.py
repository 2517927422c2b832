"""The plan made again, as plain values: what is kept, moved, lost and added."""

from collections import Counter

from meetings.timetable.figures import gaps, with_none
from meetings.timetable.plan import origin, rows_of
from meetings.timetable.problem import CROWDED, digest
from meetings.timetable.tables import changes as table_changes


def seat_again(morning, slots):
    """{pair: table}: whoever keeps slot and table stays; a buyer who moves goes to the usual table when it is free."""
    seats = {pair: morning.tables[pair] for pair in morning.past}
    usual = {}
    for (buyer, _company), table in sorted(morning.tables.items()):
        usual.setdefault(buyer, Counter())[table] += 1
    usual = {buyer: [table for table, _count in tables.most_common()] for buyer, tables in usual.items()}
    for slot in range(morning.changes.now, morning.problem.slots):
        free = set(range(morning.problem.tables)) - morning.changes.lost.get(slot, frozenset())
        here = sorted(pair for pair, at in slots.items() if at == slot and pair not in morning.past)
        waiting = []
        for pair in here:
            if morning.promised.get(pair) == slot and morning.tables[pair] in free:
                seats[pair] = morning.tables[pair]
                free.discard(seats[pair])
            else:
                waiting.append(pair)
        for pair in waiting:
            own = [table for table in usual.get(pair[0], ()) if table in free]
            seats[pair] = own[0] if own else min(free)
            usual.setdefault(pair[0], [seats[pair]])
            free.discard(seats[pair])
    return seats


def lost_rows(morning, slots):
    """Promises that are not kept, with the cause: who is away, or no place left."""
    for (buyer, company), slot in sorted((morning.lost | morning.promised).items()):
        if (buyer, company) not in slots:
            away = [person for person in (buyer, company) if slot in morning.changes.away.get(person, ())]
            cause = "absent" if (buyer, company) in morning.lost else "places"
            yield {"buyer": buyer, "company": company, "slot": slot, "cause": cause, "away": away}


def plan_again(morning, outcome, budget):
    """Plain values of the Outcome, in the format of a plan with what changed beside it."""
    problem, old = morning.problem, morning.promised
    slots = morning.past | outcome.slots
    seats = seat_again(morning, slots)
    pairs = sorted(outcome.slots)
    moved = [
        row(pair, {"from": old[pair], "to": slots[pair]})
        for pair in pairs
        if old.get(pair, slots[pair]) != slots[pair]
    ]
    rescued = [
        row(pair, {"from": morning.lost[pair], "to": slots[pair]}) for pair in pairs if pair in morning.lost
    ]
    added = [
        row(pair, {"slot": slots[pair]}) for pair in pairs if pair not in old and pair not in morning.lost
    ]
    reseated = [
        row(pair, {"slot": slots[pair], "from": morning.tables[pair], "to": seats[pair]})
        for pair in pairs
        if old.get(pair) == slots[pair] and morning.tables[pair] != seats[pair]
    ]
    lost = list(lost_rows(morning, slots))
    kept = len(old) - sum(pair not in slots for pair in old)
    bound = len(morning.past) + kept + outcome.added_bound
    sessions = problem.sessions()
    proven = {name: bool(outcome.proven.get(name)) for name in ("promises", "added", "moves", "gaps")}
    proven = dict.fromkeys(proven, True) if not morning.offer.pairs else proven
    best = not outcome.fallback and proven["promises"] and proven["added"] and proven["moves"]
    return {
        "status": "optimal" if best else "feasible",
        "meetings": rows_of(slots, seats),
        "meetings_bound": bound,
        "company_gaps": gaps(slots, problem.companies, sessions),
        "company_gaps_bound": outcome.gaps_bound,
        "buyer_gaps": gaps(slots, problem.buyers, sessions),
        "companies_with_none": with_none(problem, slots),
        "table_changes": table_changes(seats, slots),
        "now": morning.changes.now,
        "promises": len(old) + len(morning.lost),
        "kept": kept,
        "moved": moved,
        "moved_bound": outcome.moved_bound,
        "lost": lost,
        "added": added,
        "rescued": rescued,
        "added_bound": outcome.added_bound,
        "reseated": reseated,
        "proven": proven,
        "warnings": warnings_of(morning, slots, lost, outcome, best),
        "input_sha256": digest(problem.as_data()),
        "changes_sha256": digest(morning.changes.as_data()),
        **origin(budget),
    }


def row(pair, more):
    return {"buyer": pair[0], "company": pair[1]} | more


def warnings_of(morning, slots, lost, outcome, best):
    found = []
    if len(slots) - len(morning.past) > CROWDED * sum(morning.room.values()):
        found.append("crowded")
    if not best:
        found.append("unproven")
    if any(each["cause"] == "places" for each in lost):
        found.append("promises")
    if outcome.fallback:
        found.append("fallback_greedy")
    return found
