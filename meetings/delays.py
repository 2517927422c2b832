"""How long a proposal waits for its answer, counted in working days."""

from datetime import UTC, datetime, time

from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import working_day_after
from meetings.slots import PARIS, paris

PARAMETER = "proposal_expiry_working_days"
DEFAULT_DAYS = 3


def days_to_answer(on):
    """The delay in force on the date `on`; three days until the reference data is loaded or where it is no delay."""
    try:
        value = Parameter.objects.value(PARAMETER, on)
    except LookupError:
        return DEFAULT_DAYS
    return value if type(value) is int and 1 <= value <= 60 else DEFAULT_DAYS


def answer_deadline(at, slots):
    """When a proposal made at `at` expires: the last working day of the delay at 23 h 59, Paris time, or when
    the last of its slots [(starts_at, ends_at)] begins, whichever comes first."""
    on = paris(at).date()
    last_day = working_day_after(on, days_to_answer(on))
    end = datetime.combine(last_day, time(23, 59), tzinfo=PARIS).astimezone(UTC)
    return min(end, max(starts_at for starts_at, _ends_at in slots))
