"""Who may do what at the desk of a meeting day."""

from meetings.days.enums import DayStatus
from meetings.days.permissions import can_read_organisation, organises

# A list: the order stands in queries. From the end of registrations until the last slot.
AT_DESK = [DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING]


def can_read_desk(user, day):
    """Approved people of the organiser, readers included, once registrations are over."""
    return day.status in [*AT_DESK, DayStatus.OVER] and can_read_organisation(user, day)


def can_run_desk(user, day):
    """Those who organise the day, readers excepted, from the end of registrations until its last slot."""
    return day.status in AT_DESK and organises(user, day)
