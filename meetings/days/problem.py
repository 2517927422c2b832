"""The problem of a day's timetable, as the plain data that `plan_timetable` reads: from registrations and wishes.

One entry per table of a buyer (« B12.1 »: registration 12, its first table) and per company (« C7 »). Neither a name, a
reason nor who wished stands in it. A pair that either side refuses is no wish, and nothing tells it from a pair that
nobody wished. A company meets a buyer once, at one of its tables: the least asked so far, in the order of the
companies.
"""

import hashlib
import json
from itertools import pairwise

from meetings.days.hours import slots_of, tables_count
from meetings.days.taken import FREE
from meetings.enums import MeetingSide
from meetings.models import DayRefusal, DayWish

MOST = 3


def problem_of(day, fixed=(), taken=FREE):
    """The problem of a day. `fixed` holds (buyer entry, company entry, slot number) of promises already made, `taken`
    the time that people gave elsewhere, or said after the registrations that they will not be there."""
    slots = slots_of(day)
    rows = list(day.registrations.admitted().order_by("pk").prefetch_related("people"))
    buyers = [each for each in rows if each.side == MeetingSide.BUYER]
    companies = [each for each in rows if each.side == MeetingSide.COMPANY]
    weights = weights_of(buyers, companies)
    return {
        "slots": len(slots),
        "tables": tables_count(day),
        "buyers": [entry for each in buyers for entry in buyer_entries(each, taken)],
        "companies": [company_entry(each, taken) for each in companies],
        "wishes": wishes_at_tables(buyers, weights),
        "fixed": [{"buyer": one, "company": other, "slot": slot} for one, other, slot in fixed],
        "breaks": breaks_between(slots),
    }


def breaks_between(slots):
    """The numbers of the slots before which a pause or a night lies: waiting there is no gap."""
    return [later.number for earlier, later in pairwise(slots) if later.starts_at > earlier.ends_at]


def buyer_entries(registration, taken=FREE):
    people = registration.people.all()
    return [
        {
            "id": table_id(registration.pk, table),
            "unavailable": away(
                [each for each in people if each.table == table],
                taken,
                taken.of_table(registration.pk, table),
            ),
        }
        for table in range(1, registration.tables + 1)
    ]


def company_entry(registration, taken=FREE):
    busy = taken.of_company(registration.pk)
    return {"id": company_id(registration), "unavailable": away(registration.people.all(), taken, busy)}


def away(people, taken=FREE, busy=frozenset()):
    """The slots at which none of these people is there, and those that are `busy` for all of them."""
    absences = [{*each.absent, *taken.of_person(each.user_id)} for each in people]
    return sorted((set.intersection(*absences) if absences else set()) | busy)


def weights_of(buyers, companies):
    """{(buyer registration, company registration): weight from 1 to 3}: the stronger of the two wishes, one more when
    both wish it; without the pairs that one of them refuses."""
    sides = ({each.pk for each in buyers}, {each.pk for each in companies})
    given = {}
    for wish in DayWish.objects.filter(giver__in=[*sides[0], *sides[1]]).order_by("pk"):
        pair = pair_of(wish, sides)
        if pair is not None:
            given.setdefault(pair, []).append(wish.weight)
    refusals = DayRefusal.objects.filter(giver__in=[*sides[0], *sides[1]]).order_by("pk")
    refused = {pair_of(each, sides) for each in refusals}
    return {
        pair: min(MOST, max(found) + (len(found) > 1))
        for pair, found in sorted(given.items())
        if pair not in refused
    }


def pair_of(row, sides):
    """(buyer, company) of a wish or a refusal between two that have a place, or None."""
    ends = (row.giver_id, row.taker_id)
    for buyer, company in (ends, ends[::-1]):
        if buyer in sides[0] and company in sides[1]:
            return buyer, company
    return None


def wishes_at_tables(buyers, weights):
    tables = {each.pk: dict.fromkeys(range(1, each.tables + 1), 0) for each in buyers}
    found = []
    for (buyer, company), weight in weights.items():
        table = min(tables[buyer], key=lambda number: (tables[buyer][number], number))
        tables[buyer][table] += 1
        found.append({"buyer": table_id(buyer, table), "company": f"C{company}", "weight": weight})
    return found


def table_id(pk, table):
    return f"B{pk}.{table}"


def company_id(registration):
    return f"C{registration.pk}"


def digest_of_problem(problem):
    """SHA-256 of the data, whatever the order of its keys: what a plan names as its input."""
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
