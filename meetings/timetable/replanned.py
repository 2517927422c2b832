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


def changes_told(morning, slots, seats, new):
    """What became of each meeting: kept as it was when in none of these lists."""
    pairs, old, lost = sorted(new), morning.promised, morning.lost
    firm = [pair for pair in pairs if pair in old]
    return {
        "moved": [row(p, {"from": old[p], "to": slots[p]}) for p in firm if old[p] != slots[p]],
        "lost": list(lost_rows(morning, slots)),
        "rescued": [row(p, {"from": lost[p], "to": slots[p]}) for p in pairs if p in lost],
        "added": [row(p, {"slot": slots[p]}) for p in pairs if p not in old and p not in lost],
        "reseated": [
            row(p, {"slot": slots[p], "from": morning.tables[p], "to": seats[p]})
            for p in firm
            if old[p] == slots[p] and morning.tables[p] != seats[p]
        ],
    }


def proven_of(morning, outcome):
    names = ("promises", "added", "moves", "gaps")
    return {name: bool(outcome.proven.get(name)) or not morning.offer.pairs for name in names}


def plan_again(morning, outcome, budget):
    """Plain values of the Outcome, in the format of a plan with what changed beside it."""
    problem, slots = morning.problem, morning.past | outcome.slots
    seats = seat_again(morning, slots)
    told = changes_told(morning, slots, seats, outcome.slots)
    kept = sum(pair in slots for pair in morning.promised)
    sessions = problem.sessions()
    proven = proven_of(morning, outcome)
    best = not outcome.fallback and proven["promises"] and proven["added"] and proven["moves"]
    return {
        "status": "optimal" if best else "feasible",
        "meetings": rows_of(slots, seats),
        "meetings_bound": len(morning.past) + kept + outcome.added_bound,
        "company_gaps": gaps(slots, problem.companies, sessions),
        "company_gaps_bound": outcome.gaps_bound,
        "buyer_gaps": gaps(slots, problem.buyers, sessions),
        "companies_with_none": with_none(problem, slots),
        "table_changes": table_changes(seats, slots),
        "now": morning.changes.now,
        "promises": len(morning.promised) + len(morning.lost),
        "kept": kept,
        **told,
        "moved_bound": outcome.moved_bound,
        "added_bound": outcome.added_bound,
        "proven": proven,
        "warnings": warnings_of(morning, slots, told["lost"], outcome, best),
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
