"""The morning of a day: its timetable is published, its first slot has not begun."""

from datetime import UTC, datetime

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
