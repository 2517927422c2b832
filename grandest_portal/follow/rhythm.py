"""When an alert is due, from the moment of its last run. Time is an argument."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from grandest_portal.follow.enums import Frequency
from grandest_portal.reference.models import Parameter

MONDAY = 0


def starts(at):
    """{frequency: the moment since which one run is due}, at the moment `at`: this morning, this Monday morning.

    A run that nobody made (machines that were off) is made later the same day or week.
    """
    here = timezone.localtime(at)
    hour = time(Parameter.objects.value("alert_hour", here.date()))
    morning = datetime.combine(here.date(), hour, tzinfo=here.tzinfo)
    if morning > here:
        morning = datetime.combine(here.date() - timedelta(days=1), hour, tzinfo=here.tzinfo)
    monday = morning.date() - timedelta(days=(morning.weekday() - MONDAY) % 7)
    return {
        Frequency.INSTANT: at,
        Frequency.DAILY: morning,
        Frequency.WEEKLY: datetime.combine(monday, hour, tzinfo=here.tzinfo),
    }
