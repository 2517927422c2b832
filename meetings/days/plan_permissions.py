"""Who may do what with the timetables of a day."""

from meetings.days.enums import PUBLIC_DAY, DayStatus
from meetings.days.permissions import can_read_organisation, organises

WORKED_DAY = frozenset({DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING})
READ_DAY = PUBLIC_DAY - {DayStatus.OPEN}


def can_read_plans(user, day):
    """Approved people of the organiser, readers included, once the registrations are closed."""
    return day.status in READ_DAY and can_read_organisation(user, day)


def can_plan(user, day):
    """Those who hold the day and write for it, from the end of registrations to its end: computing, moving, stopping,
    publishing. Which version, the action says."""
    return day.status in WORKED_DAY and organises(user, day)
