"""What the clock does with meeting days: closes registrations, starts and ends days, erases what must not be kept."""

from datetime import timedelta

from django.db import transaction

from grandest_portal.core.audit import record
from meetings.days.actions import lock_day, move
from meetings.days.enums import DayStatus
from meetings.days.hours import dates_of, ends_at
from meetings.days.limits import day_limits
from meetings.days.registering import settle
from meetings.models import Day, DayAccess
from meetings.slots import paris


def settle_due(at):
    """Close the registrations that are over; returns how many days. Each in its own transaction."""
    due = Day.objects.filter(status=DayStatus.OPEN, registration_until__lt=paris(at).date()).order_by("pk")
    return sum(settle(day, at) for day in due)


def turn_due(at):
    """Start and end the days whose dates say so; returns how many steps."""
    rows = Day.objects.filter(status__in=[DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING])
    return sum(turn(day, at) for day in rows.order_by("pk"))


@transaction.atomic
def turn(day, at):
    day, steps = lock_day(day), 0
    if day.status in (DayStatus.CLOSED, DayStatus.PLANNED) and dates_of(day)[0] <= paris(at).date():
        move(day, DayStatus.RUNNING, "day.started", by=None)
        steps += 1
    if day.status == DayStatus.RUNNING and ends_at(day) <= at:
        move(day, DayStatus.OVER, "day.ended", by=None)
        steps += 1
    return steps


def erase_access(at):
    """Erase what people said of their access once the days kept after the last date are over, and at once for a day
    that is cancelled; returns how many rows."""
    today = paris(at).date()
    kept = today - timedelta(days=day_limits(today).access_days)
    days = Day.objects.filter(registrations__people__access__isnull=False).distinct().order_by("pk")
    return sum(
        erase_of(day)
        for day in days
        if day.status == DayStatus.CANCELLED or (dates_of(day) and dates_of(day)[-1] < kept)
    )


@transaction.atomic
def erase_of(day):
    count, _models = DayAccess.objects.filter(person__registration__day=day).delete()
    if count:
        record(day, "day.access_erased", by=None, after={"count": count})
    return count
