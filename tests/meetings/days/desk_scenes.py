"""The morning of a day: its timetable is published, its first slot has not begun."""

from datetime import UTC, datetime

from meetings.enums import MeetingSide
from meetings.models import DayWish
from meetings.timetable import changes as changing
from meetings.timetable.process import compute
from meetings.timetable.reading import problem_of
from tests.meetings.days.scenes import closed_day, with_plan

# The day of `scenes.VALUES`: 23 March 2027, slots of 20 minutes from 9 h, a pause from 10 h to 10 h 20. Paris is UTC+1.
MORNING = datetime(2027, 3, 23, 7, 30, tzinfo=UTC)
SECOND_SLOT = datetime(2027, 3, 23, 8, 25, tzinfo=UTC)
EVENING = datetime(2027, 3, 23, 12, tzinfo=UTC)
DAY_BEFORE = datetime(2027, 3, 22, 9, tzinfo=UTC)


def planned_day(**values):
    """(the day, its published timetable)."""
    day = closed_day(**values)
    return day, with_plan(day)


def person_in(registration):
    return registration.people.select_related("registration__day", "user").order_by("pk").first()


def wished_day(**values):
    """The same; every company wished to meet every buyer, so that the solver may plan again."""
    day = closed_day(**values)
    buyers, companies = (
        list(day.registrations.admitted().of_side(side).order_by("pk")) for side in MeetingSide
    )
    for company in companies:
        for buyer in buyers:
            DayWish.objects.create(giver=company, taker=buyer, weight=2)
    return day, with_plan(day)


def sides_of(day):
    """(buyers, companies) of a day, in the order of their numbers."""
    rows = day.registrations.admitted().select_related("organisation", "day").order_by("pk")
    return tuple(list(rows.of_side(side)) for side in MeetingSide)


def solved(plan, changes):
    """What the real process of the solver makes of the published timetable and these changes."""
    problem = problem_of(plan.problem)
    lines = [
        {
            "buyer": f"B{each.buyer_id}.{each.buyer_table}",
            "company": f"C{each.company_id}",
            "slot": each.slot,
            "table": each.table - 1,
        }
        for each in plan.meetings.order_by("slot", "table")
    ]
    return compute(
        {
            "problem": problem.as_data(),
            "plan": changing.meetings_of({"meetings": lines}, problem),
            "changes": changing.changes_of(changes, problem).as_data(),
            "limit": 5,
            "seed": 1,
        }
    )
