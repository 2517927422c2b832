"""From wall time to moments: ordinary days, special days, other zones, and both days on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Opening, OpeningException
from meetings.openings.hours import holds_on, moment_in, slot_at, slots_on, windows_on
from meetings.openings.words import pace_words, rule_words, validity_words
from meetings.slots import PARIS, overlap

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def opening(special=(), **fields):
    """An opening in memory, each Sunday unless told otherwise, with its special days."""
    row = Opening(
        **{
            "pk": 1,
            "weekday": 6,
            "opens_at": time(1),
            "closes_at": time(4),
            "zone": "Europe/Paris",
            "valid_from": date(2027, 1, 1),
            "place_kind": "video",
            "length": 30,
            "buffer": 0,
            "notice": 0,
            "most_per_day": 10,
            **fields,
        }
    )
    row._prefetched_objects_cache = {"exceptions": FakeRows(special)}
    return row


class FakeRows(list):
    """What prefetching leaves on a row."""

    def all(self):
        return self


def shown(slots, zone=PARIS):
    return [f"{start.astimezone(zone):%H:%M}-{end.astimezone(zone):%H:%M}" for start, end in slots]


def test_ordinary_day_is_cut_by_length_and_buffer():
    row = opening(opens_at=time(9), closes_at=time(11), buffer=10)
    assert shown(slots_on(row, date(2027, 3, 21))) == ["09:00-09:30", "09:40-10:10", "10:20-10:50"]
    assert slots_on(row, date(2027, 3, 22)) == []


def test_hour_that_is_skipped_holds_no_slot():
    """28 March 2027: at 2 h the clocks show 3 h; from 1 h to 4 h is two hours long."""
    slots = slots_on(opening(), SPRING)
    assert shown(slots) == ["01:00-01:30", "01:30-03:00", "03:00-03:30", "03:30-04:00"]
    assert {end - start for start, end in slots} == {timedelta(minutes=30)}
    assert slots[0][0] == datetime(2027, 3, 28, 0, 0, tzinfo=UTC)


def test_hour_that_is_shown_twice_holds_its_slots_twice():
    """31 October 2027: at 3 h the clocks show 2 h again; from 1 h to 4 h is four hours long."""
    slots = slots_on(opening(), AUTUMN)
    assert len(slots) == 8
    assert slots[0][0] == datetime(2027, 10, 30, 23, 0, tzinfo=UTC)
    assert slots[-1][1] == datetime(2027, 10, 31, 3, 0, tzinfo=UTC)
    assert all(one[1] == other[0] for one, other in pairwise(slots))


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "expected"),
    [
        (time(2, 30), time(4), ["03:00-03:30", "03:30-04:00"]),
        (time(1), time(2, 30), ["01:00-01:30", "01:30-03:00"]),
        (time(2, 10), time(2, 50), []),
    ],
)
def test_ends_inside_the_skipped_hour_are_the_jump(opens_at, closes_at, expected):
    assert shown(slots_on(opening(opens_at=opens_at, closes_at=closes_at), SPRING)) == expected


def test_ends_inside_the_repeated_hour_are_its_first_occurrence():
    row = opening(opens_at=time(2, 30), closes_at=time(4))
    assert slots_on(row, AUTUMN)[0][0] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert len(slots_on(opening(opens_at=time(1), closes_at=time(2, 30)), AUTUMN)) == 3


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_same_wall_time_before_and_after_the_change(day):
    """« Chaque jour à 10 h » stays at 10 h on the clock: the moments are 23 or 25 hours apart."""
    days = [day - timedelta(days=1), day, day + timedelta(days=1)]
    starts = [
        slots_on(opening(weekday=each.weekday(), opens_at=time(10), closes_at=time(10, 30)), each)[0][0]
        for each in days
    ]
    assert {f"{start.astimezone(PARIS):%H:%M}" for start in starts} == {"10:00"}
    hours = 23 if day == SPRING else 25
    assert [starts[1] - starts[0], starts[2] - starts[1]] == [timedelta(hours=hours), timedelta(hours=24)]


def test_other_zone_is_expanded_in_its_own_clocks():
    row = opening(zone="Europe/London", opens_at=time(9), closes_at=time(10))
    assert shown(slots_on(row, date(2027, 3, 21))) == ["10:00-10:30", "10:30-11:00"]
    assert shown(slots_on(row, AUTUMN), ZoneInfo("Europe/London")) == ["09:00-09:30", "09:30-10:00"]
    assert "Europe/London" in rule_words(row)


def test_closed_day_has_none_and_added_hours_stand_beside_the_rule():
    closed = OpeningException(kind="closed", on=SPRING)
    added = OpeningException(kind="extra", on=SPRING, opens_at=time(14), closes_at=time(15))
    monday = OpeningException(
        kind="extra", on=SPRING + timedelta(days=1), opens_at=time(9), closes_at=time(10)
    )
    assert slots_on(opening([closed]), SPRING) == []
    assert shown(slots_on(opening([closed, added]), SPRING)) == ["14:00-14:30", "14:30-15:00"]
    assert len(slots_on(opening([added]), SPRING)) == 6
    assert shown(slots_on(opening([monday]), monday.on)) == ["09:00-09:30", "09:30-10:00"]


def test_added_hours_over_the_rule_give_no_slot_twice():
    added = OpeningException(kind="extra", on=date(2027, 3, 21), opens_at=time(1, 15), closes_at=time(3))
    slots = slots_on(opening([added]), date(2027, 3, 21))
    assert not any(overlap(one, other) for one in slots for other in slots if one != other)


def test_rule_holds_from_its_first_to_its_last_day():
    row = opening(valid_from=date(2027, 3, 21), valid_until=SPRING)
    days = [date(2027, 3, 14), date(2027, 3, 21), SPRING, date(2027, 4, 4)]
    assert [holds_on(row, day) for day in days] == [False, True, True, False]
    single = opening(weekday=None, on=SPRING, valid_from=SPRING, valid_until=SPRING)
    assert [holds_on(single, day) for day in days] == [False, False, True, False]
    assert windows_on(single, SPRING) == [(time(1), time(4))]


def test_slot_is_found_by_its_start_alone():
    row = opening()
    first = slots_on(row, SPRING)[0]
    assert slot_at(row, first[0]) == first
    assert slot_at(row, first[0] + timedelta(minutes=5)) is None
    assert slot_at(row, first[0] + timedelta(days=1)) is None


def test_words_of_a_rule():
    row = opening(weekday=1, opens_at=time(9), closes_at=time(12), buffer=10, notice=48, most_per_day=4)
    plain = "\N{NO-BREAK SPACE}"
    assert rule_words(row).replace(plain, " ") == "Chaque mardi, de 9 h 00 à 12 h 00"
    assert validity_words(row).replace(plain, " ") == "à partir du vendredi 1er janvier 2027"
    assert pace_words(row) == (
        "30 minutes · 10 minutes de battement · 4 rendez-vous par jour au plus · demandé au moins 48 heures avant"
    )
    single = opening(weekday=None, on=SPRING)
    assert rule_words(single).replace(plain, " ") == "Dimanche 28 mars 2027, de 1 h 00 à 4 h 00"
    assert validity_words(single) == ""


@given(
    day=st.dates(date(2026, 1, 1), date(2032, 12, 31)),
    minute=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(["Europe/Paris", "Europe/London", "Europe/Lisbon", "Australia/Lord_Howe"]),
)
def test_moment_shows_its_time_or_is_the_jump_over_it(day, minute, zone):
    asked, zone = time(minute // 60, minute % 60), ZoneInfo(zone)
    moment = moment_in(zone, day, asked)
    local = moment.astimezone(zone)
    if (local.date(), local.time()) != (day, asked):
        before = (moment - timedelta(minutes=1)).astimezone(zone).replace(tzinfo=None)
        assert before < datetime.combine(day, asked) < local.replace(tzinfo=None)


@given(
    day=st.sampled_from([SPRING, AUTUMN, date(2027, 6, 6)]),
    start=st.integers(0, 22 * 60),
    span=st.integers(5, 23 * 60),
    length=st.integers(5, 120),
    buffer=st.integers(0, 60),
)
def test_slots_never_overlap_and_keep_their_length_and_buffer(day, start, span, length, buffer):
    end = min(start + span, 24 * 60 - 1)
    row = opening(
        opens_at=time(start // 60, start % 60),
        closes_at=time(end // 60, end % 60),
        length=length,
        buffer=buffer,
    )
    slots = slots_on(row, day)
    assert all(end - start == timedelta(minutes=length) for start, end in slots)
    assert all(other[0] - one[1] == timedelta(minutes=buffer) for one, other in pairwise(slots))
