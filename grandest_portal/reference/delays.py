"""The delays that the service promises, read from its dated parameters."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import working_day_after


def moderation_delay(on):
    """« 2 jours ouvrés », the promised time of a moderator's answer on the date `on`; "" when none is set."""
    try:
        days = Parameter.objects.value("moderation_delay_working_days", on)
    except LookupError:
        return ""
    return ngettext("%(days)s jour ouvré", "%(days)s jours ouvrés", days) % {"days": days}


def overdue_before(at):
    """The moment before which whatever was sent should have had its answer by `at`, counted in whole working days.

    What is sent on a day is due at the end of the promised working day after it. Without a promise, nothing is late.
    """
    today = timezone.localdate(at)
    try:
        days = Parameter.objects.value("moderation_delay_working_days", today)
    except LookupError:
        return datetime.min.replace(tzinfo=at.tzinfo)
    day = today
    while working_day_after(day, days) >= today:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=timezone.get_default_timezone())


def moderation_promise(on):
    """A sentence: when the answer comes, as far as the service promises it."""
    delay = moderation_delay(on)
    if not delay:
        return _("Une personne de la modération vous répond par courriel.")
    return _("Une personne de la modération vous répond par courriel, au plus tard dans %(delay)s.") % {
        "delay": delay
    }
