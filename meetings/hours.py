"""Between which hours of Paris a meeting may be proposed."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from meetings.slots import NO_BREAK, paris

EARLIEST, LATEST = "meeting_earliest_hour", "meeting_latest_hour"
DEFAULT_HOURS = (7, 21)


def parameter(key, on, default):
    try:
        return Parameter.objects.value(key, on)
    except LookupError:
        return default


def meeting_hours(on):
    """(earliest, latest) whole hours in force on the date `on`; 7 and 21 where the reference data has no such hours."""
    hours = (parameter(EARLIEST, on, DEFAULT_HOURS[0]), parameter(LATEST, on, DEFAULT_HOURS[1]))
    possible = all(type(hour) is int for hour in hours) and 0 <= hours[0] < hours[1] <= 24
    return hours if possible else DEFAULT_HOURS


def check_hours(slots, at):
    """DomainError unless every (starts_at, ends_at) lies within the hours in force at the moment `at`."""
    earliest, latest = meeting_hours(paris(at).date())
    for slot in slots:
        starts_at, ends_at = (paris(moment).replace(tzinfo=None, fold=0) for moment in slot)
        midnight = datetime.combine(starts_at.date(), time())
        if starts_at < midnight + timedelta(hours=earliest) or ends_at > midnight + timedelta(hours=latest):
            words = {"earliest": f"{earliest}{NO_BREAK}h", "latest": f"{latest}{NO_BREAK}h"}
            raise DomainError(_("Proposez une heure entre %(earliest)s et %(latest)s.") % words)
