"""Until when questions are received."""

import logging

from django.utils import timezone

from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import working_day_after, working_day_before

logger = logging.getLogger(__name__)
CLOSING_DAYS = "questions_close_working_days"


def closing_days(on):
    """How many working days before the end of the exchanges questions close; None while no row is loaded."""
    try:
        return int(Parameter.objects.value(CLOSING_DAYS, on))
    except LookupError:
        logger.warning("parameter not loaded: %s", CLOSING_DAYS)
        return None


def questions_until(need, days):
    """The last day on which questions are received, or None for a need without an end.

    The buyer's own date; else `days` working days before the end of the exchanges, but not before the first
    working day after the publication: a short window leaves a day to ask.
    """
    end = need.sourcing_open_until
    if need.questions_open_until or end is None or days is None:
        return need.questions_open_until or end
    last = working_day_before(end, days)
    if need.published_at is None:
        return last
    return max(last, min(end, working_day_after(timezone.localdate(need.published_at), 1)))


def asks_until(need, on):
    """The same, with the parameter in force on the date `on` read only where it decides."""
    return questions_until(need, None if need.questions_open_until else closing_days(on))
