"""How long a proposal waits for its answer, counted in working days.

Public holidays: Code du travail L3133-1; Good Friday and 26 December, which Alsace and Moselle add (L3134-13),
count for everybody, in favour of the one who has to answer.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from grandest_portal.reference.models import Parameter
from meetings.slots import PARIS, paris

PARAMETER = "proposal_expiry_working_days"
DEFAULT_DAYS = 3
FIXED_HOLIDAYS = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)]
EASTER_HOLIDAYS = [-2, 1, 39, 50]


def easter(year):
    """Easter Sunday of a Gregorian year (algorithm of Butcher and Meeus)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    shift = (8 * century + 13) // 25
    moon = (19 * golden + century - century // 4 - shift + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year):
    fixed = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    return frozenset(fixed | {easter(year) + timedelta(days=days) for days in EASTER_HOLIDAYS})


def is_working(day):
    return day.weekday() < 5 and day not in holidays(day.year)


def working_day_after(day, count):
    """The date of the `count`-th working day after the date `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


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
