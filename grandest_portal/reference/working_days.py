"""Working days: the unit of the delays that the service promises.

Public holidays: Code du travail L3133-1; Good Friday and 26 December, which Alsace and Moselle add (L3134-13),
count for everybody, in favour of the one who has to answer.
"""

from datetime import date, timedelta
from functools import cache

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


def working_day_before(day, count):
    """The date of the `count`-th working day before the date `day`."""
    while count:
        day -= timedelta(days=1)
        count -= is_working(day)
    return day


def working_days_between(start, end):
    """How many working days lie after the date `start`, up to and including the date `end`."""
    return sum(is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
