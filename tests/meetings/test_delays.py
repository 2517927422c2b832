"""The answer is awaited until the last working day of the delay."""

from datetime import UTC, date, datetime, timedelta

import pytest

from grandest_portal.reference.models import Parameter
from grandest_portal.reference.working_days import holidays, is_working, working_day_after, working_day_before
from meetings.delays import answer_deadline, days_to_answer


def test_holidays_of_a_year_with_those_of_alsace_and_moselle():
    assert sorted(holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]


@pytest.mark.parametrize(
    ("year", "monday"),
    [
        (2024, date(2024, 4, 1)),
        (2025, date(2025, 4, 21)),
        (2026, date(2026, 4, 6)),
        (2028, date(2028, 4, 17)),
        (2038, date(2038, 4, 26)),
    ],
)
def test_easter_monday_of_known_years(year, monday):
    assert monday in holidays(year) and monday.weekday() == 0


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2027, 2, 1), 3, date(2027, 2, 4)),
        (date(2027, 2, 4), 3, date(2027, 2, 9)),
        (date(2027, 2, 6), 1, date(2027, 2, 8)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 12, 31), 1, date(2028, 1, 3)),
    ],
)
def test_working_day_after_jumps_weekends_and_holidays(day, count, end):
    assert working_day_after(day, count) == end
    assert is_working(end)


@pytest.mark.parametrize(
    ("day", "count", "start"),
    [
        (date(2027, 2, 4), 3, date(2027, 2, 1)),
        (date(2027, 2, 9), 3, date(2027, 2, 4)),
        (date(2027, 2, 7), 1, date(2027, 2, 5)),
        (date(2027, 3, 30), 1, date(2027, 3, 25)),
        (date(2027, 2, 7), 0, date(2027, 2, 7)),
    ],
)
def test_working_day_before_jumps_weekends_and_holidays(day, count, start):
    assert working_day_before(day, count) == start


@pytest.mark.parametrize(
    ("value", "days"), [(5, 5), (1, 1), (0, 3), (-2, 3), (61, 3), (2.5, 3), ("deux", 3), (True, 3), ([3], 3)]
)
def test_days_to_answer_reads_the_parameter_and_refuses_nonsense(db, value, days):
    Parameter.objects.create(
        key="proposal_expiry_working_days", label="Délai", value=value, starts_on=date(2020, 1, 1)
    )
    assert days_to_answer(date(2027, 2, 1)) == days


def test_days_to_answer_is_three_without_reference_data_and_as_committed(db, dated_data):
    assert days_to_answer(date(2027, 2, 1)) == 3
    Parameter.objects.all().delete()
    assert days_to_answer(date(2027, 2, 1)) == 3


@pytest.mark.parametrize(
    ("last_start", "deadline"),
    [
        (timedelta(days=30), datetime(2027, 2, 4, 22, 59, tzinfo=UTC)),
        (timedelta(days=1), datetime(2027, 2, 2, 8, 0, tzinfo=UTC)),
    ],
)
def test_answer_deadline_is_the_last_working_day_or_the_last_slot(db, last_start, deadline):
    at = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
    slots = [(at + timedelta(hours=1), at + timedelta(hours=2)), (at + last_start, at + last_start)]
    assert answer_deadline(at, slots) == deadline


def test_answer_deadline_keeps_its_wall_time_over_the_change_of_clocks(db):
    """Friday before 28 March 2027: the deadline is shown as 23 h 59 in summer time."""
    at = datetime(2027, 3, 25, 22, 0, tzinfo=UTC)
    deadline = answer_deadline(at, [(at + timedelta(days=60), at + timedelta(days=61))])
    assert deadline == datetime(2027, 4, 1, 21, 59, tzinfo=UTC)
