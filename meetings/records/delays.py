"""Until when presences are said and an absence is contested, in working days counted from dated parameters."""

from datetime import UTC, datetime, time

from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import working_day_after
from meetings.slots import PARIS, paris

SAYING, DAYS_TO_SAY = "presence_working_days", 15
CONTESTING, DAYS_TO_CONTEST = "absence_contest_working_days", 5


def days_in(key, default, on):
    """The delay in force on the date `on`; `default` until the reference data is loaded or where it is no delay."""
    try:
        value = Parameter.objects.value(key, on)
    except LookupError:
        return default
    return value if type(value) is int and 1 <= value <= 250 else default


def end_of(key, default, moment):
    """23 h 59, Paris time, of the last working day of the delay that begins at `moment`."""
    on = paris(moment).date()
    last = working_day_after(on, days_in(key, default, on))
    return datetime.combine(last, time(23, 59), tzinfo=PARIS).astimezone(UTC)


def saying_deadline(meeting):
    """Until when the sides of a meeting say who was there."""
    return end_of(SAYING, DAYS_TO_SAY, meeting.ends_at)


def contest_deadline(statement):
    """Until when the person may contest what a PresenceStatement says."""
    return end_of(CONTESTING, DAYS_TO_CONTEST, statement.said_at)
