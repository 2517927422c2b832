"""The report of a day: what was registered, planned and held, and how equally; counted from the rows, nothing stored.

The public summary holds no name, no absence and no presence: with few organisations, a count would name one.
"""

from collections import Counter
from itertools import pairwise
from statistics import median

from meetings.days.checkin import expected
from meetings.days.feedback import totals_of
from meetings.days.hours import slots_of, tables_count
from meetings.days.outcomes import published_meetings
from meetings.days.plan_enums import Outcome
from meetings.days.problem import breaks_between
from meetings.enums import MeetingSide
from meetings.models import DayArrival, DayWalkIn, DayWish
from meetings.models.days_wishes import WEIGHTS
from meetings.timetable.figures import gaps


def figures_of(day):
    """All that the organiser reads, as plain values."""
    meetings = list(published_meetings(day))
    return {
        "registrations": registrations_of(day),
        "places": len(slots_of(day)) * tables_count(day),
        "planned": len(meetings),
        "outcomes": outcomes_of(meetings),
        **spread_of(day, meetings),
        **waits_of(day, meetings),
        "wishes": wishes_of(day, meetings),
        "presence": presence_of(day),
        "walk_ins": walk_ins_of(day),
        "feedback": totals_of(day),
    }


def registrations_of(day):
    """{side: {status: how many}}"""
    rows = Counter(day.registrations.order_by().values_list("side", "status"))
    return {
        side: {status: count for (of, status), count in rows.items() if of == side} for side in MeetingSide
    }


def outcomes_of(meetings):
    found = Counter(each.pair.outcome for each in meetings)
    return {outcome: found[outcome] for outcome in Outcome if outcome != Outcome.DROPPED}


def spread_of(day, meetings):
    """How the meetings fall on the companies that have a place: those with none (by name), least, median, most, Jain's
    index (1: all have as many)."""
    rows = day.registrations.of_side(MeetingSide.COMPANY).admitted().select_related("organisation")
    companies = {each.pk: str(each.organisation) for each in rows.order_by("organisation__name", "pk")}
    counts = Counter(each.company_id for each in meetings)
    numbers = [counts[pk] for pk in companies]
    return {
        "companies": len(companies),
        "none": [name for pk, name in companies.items() if not counts[pk]],
        "least": min(numbers, default=0),
        "median": median(numbers) if numbers else 0,
        "most": max(numbers, default=0),
        "jain": jain(numbers),
    }


def jain(numbers):
    """(sum)² / (n · sum of squares), from 1/n (one has all) to 1 (all have as many); None without any meeting."""
    squares = sum(each * each for each in numbers)
    return sum(numbers) ** 2 / (len(numbers) * squares) if squares else None


def sessions_of(slots):
    """The slots between which no break lies, in groups."""
    starts = [0, *breaks_between(slots), len(slots)]
    return [range(one, other) for one, other in pairwise(starts)]


def waits_of(day, meetings):
    """Idle runs between two meetings, breaks aside, as the timetable counts them."""
    slots, sessions = {}, sessions_of(slots_of(day))
    for each in meetings:
        slots[(f"B{each.buyer_id}.{each.buyer_table}", f"C{each.company_id}")] = each.slot
    buyers, companies = ({pair[end] for pair in slots} for end in (0, 1))
    return {
        "company_waits": gaps(slots, companies, sessions),
        "buyer_waits": gaps(slots, buyers, sessions),
    }


def wishes_of(day, meetings):
    """[{weight, asked, met}]: wishes of both sides between organisations that have a place."""
    met = {frozenset((each.buyer_id, each.company_id)) for each in meetings}
    admitted = set(day.registrations.admitted().values_list("pk", flat=True))
    asked, given = Counter(), Counter()
    rows = DayWish.objects.filter(giver__in=admitted, taker__in=admitted).order_by("pk")
    for giver, taker, weight in rows.values_list("giver", "taker", "weight"):
        asked[weight] += 1
        given[weight] += frozenset((giver, taker)) in met
    return [
        {"weight": weight, "asked": asked[weight], "met": given[weight]} for weight in sorted(WEIGHTS)[::-1]
    ]


def presence_of(day):
    """{side: {people, arrived, organisations, came}} of those that have a place."""
    found = {}
    for side in MeetingSide:
        people = expected().filter(registration__in=day.registrations.of_side(side).admitted().values("pk"))
        arrived = people.filter(pk__in=DayArrival.objects.values("person"))
        found[side] = {
            "people": people.count(),
            "arrived": arrived.count(),
            "organisations": day.registrations.of_side(side).admitted().count(),
            "came": arrived.order_by().values("registration").distinct().count(),
        }
    return found


def walk_ins_of(day):
    rows = DayWalkIn.objects.filter(day=day, declined=False)
    waiting = rows.filter(registration__isnull=False).count()
    return {"waiting": waiting, "visitors": rows.count() - waiting}
