"""The slots of a day: wall time of Paris, breaks without slots, one numbering through all dates and rooms."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.days.hours import registers_at, slots_of, tables_of, wall_slots
from tests.meetings.days.scenes import drafted

TIMES = st.times(min_value=time(7), max_value=time(20)).map(
    lambda each: each.replace(second=0, microsecond=0)
)


@pytest.mark.parametrize(
    ("hours", "minutes", "breaks", "expected"),
    [
        ((9, 10), 20, [], [time(9), time(9, 20), time(9, 40)]),
        # A slot that would run into the break begins after it.
        ((9, 12), 50, [(time(10), time(11))], [time(9), time(11)]),
        ((9, 10), 20, [(time(8), time(9, 30))], [time(9, 30)]),
        ((9, 10), 90, [], []),
    ],
)
def test_slots_of_one_date(hours, minutes, breaks, expected):
    found = wall_slots(time(hours[0]), time(hours[1]), minutes, breaks)
    assert [start for start, _end in found] == expected


@given(TIMES, TIMES, st.integers(5, 90), st.lists(st.tuples(TIMES, TIMES).map(sorted), max_size=3))
def test_slots_lie_inside_the_hours_and_outside_the_breaks(opens_at, closes_at, minutes, breaks):
    pauses = [(one, other) for one, other in breaks if one < other]
    found = wall_slots(opens_at, closes_at, minutes, pauses)
    assert all(opens_at <= start < end <= closes_at for start, end in found)
    assert all(end <= one or start >= other for start, end in found for one, other in pauses)
    assert all(found[n][1] <= found[n + 1][0] for n in range(len(found) - 1))


@pytest.mark.django_db
def test_slots_are_numbered_through_all_dates():
    day = drafted(dates=[date(2027, 3, 23), date(2027, 3, 30)])
    slots = slots_of(day)
    assert [each.number for each in slots] == list(range(16))
    # Summer time begins on 28 March 2027: nine o'clock stays nine o'clock.
    assert slots[0].starts_at == datetime(2027, 3, 23, 8, tzinfo=UTC)
    assert slots[8].starts_at == datetime(2027, 3, 30, 7, tzinfo=UTC)
    assert slots[8].words.replace("\N{NO-BREAK SPACE}", " ") == "de 9 h 00 à 9 h 20"


@pytest.mark.django_db
@pytest.mark.parametrize("on", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_day_on_which_the_clocks_change_has_the_slots_of_any_day(on):
    assert len(slots_of(drafted(dates=[on]))) == 8


@pytest.mark.django_db
def test_tables_are_numbered_through_all_rooms():
    found = [(each.number, each.room, each.step_free) for each in tables_of(drafted())]
    assert found == [(1, "Salle A", True), (2, "Salle A", True), (3, "Salle B", False)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2027, 2, 1, 22, 59, tzinfo=UTC), False),
        (datetime(2027, 2, 1, 23, 0, tzinfo=UTC), True),
        (datetime(2027, 2, 28, 22, 59, tzinfo=UTC), True),
        (datetime(2027, 2, 28, 23, 0, tzinfo=UTC), False),
    ],
)
def test_registration_lasts_whole_days_of_paris(at, expected):
    assert registers_at(drafted(), at) is expected
