"""When an account that nobody uses is warned and erased: dates only, from the dated parameters.

A session lasts twelve hours, so that the last login says when somebody was last seen.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from grandest_portal.core.dates import months_after
from grandest_portal.reference.models import Parameter


@dataclass(frozen=True)
class Delays:
    """`months` without a login, and the days before the erasure on which the two warnings are due."""

    months: int
    first: timedelta
    second: timedelta


def delays(on):
    """The Delays in force on the date `on`; LookupError when a parameter is missing."""
    value = Parameter.objects.value
    return Delays(
        months=value("inactive_account_months", on),
        first=timedelta(days=value("inactive_first_warning_days", on)),
        second=timedelta(days=value("inactive_second_warning_days", on)),
    )


def last_seen_of(user):
    return user.last_login or user.date_joined


def due_on(user, given: Delays) -> date:
    """The day on which the account has been unused for too long."""
    return months_after(timezone.localdate(last_seen_of(user)), given.months)
