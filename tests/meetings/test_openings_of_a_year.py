"""A whole year of any weekly rule, in zones whose clocks change on different days, by half an hour, or never: against
a second reckoning, which walks the year minute by minute and reads the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.openings.hours import slot_at, slots_on
from tests.meetings.test_opening_hours import opening

MINUTE = timedelta(minutes=1)
# Paris and London change on one day, New York on others, Santiago at midnight and the other way round, Lord Howe by
# half an hour; Kolkata never.
ZONES = [
    "Europe/Paris",
    "Europe/London",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]
YEAR = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]


def first_moment(zone, day, minutes):
    """The first minute at which the clocks of the zone show that time of that day, or more."""
    shown = datetime.combine(day, time()) + minutes * MINUTE
    offsets = [(shown + timedelta(days=days)).replace(tzinfo=zone).utcoffset() for days in (-1, 0, 1)]
    moment = shown.replace(tzinfo=UTC) - max(offsets) - timedelta(hours=1)
    while moment.astimezone(zone).replace(tzinfo=None) < shown:
        moment += MINUTE
    return moment


def reckoned(row, zone, day):
    """The slots that fit one after the other between the two moments."""
    ends = [first_moment(zone, day, each.hour * 60 + each.minute) for each in (row.opens_at, row.closes_at)]
    length, step = row.length * MINUTE, (row.length + row.buffer) * MINUTE
    span = ends[1] - ends[0]
    count = (span - length) // step + 1 if span >= length else 0
    return [(ends[0] + number * step, ends[0] + number * step + length) for number in range(count)]


@settings(deadline=None, max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    start=st.integers(0, 23 * 60),
    span=st.integers(5, 10 * 60),
    length=st.integers(5, 120),
    buffer=st.integers(0, 60),
)
def test_any_weekly_rule_gives_in_2027_the_slots_that_the_clocks_leave(
    zone, weekday, start, span, length, buffer
):
    end = min(start + span, 24 * 60 - 1)
    row = opening(
        zone=zone,
        weekday=weekday,
        opens_at=time(start // 60, start % 60),
        closes_at=time(end // 60, end % 60),
        length=length,
        buffer=buffer,
    )
    clocks, year = ZoneInfo(zone), []
    for day in YEAR:
        slots = slots_on(row, day)
        assert slots == (reckoned(row, clocks, day) if day.weekday() == weekday else [])
        year += slots
    assert all(one[1] <= other[0] for one, other in pairwise(year))
    assert all(ends - starts == length * MINUTE for starts, ends in year)
    assert all(slot_at(row, each[0]) == each for each in year)
    for starts, ends in year:
        shown = starts.astimezone(clocks)
        assert shown.date().weekday() == weekday
        assert shown.time() >= row.opens_at or shown.fold
        assert ends <= first_moment(clocks, shown.date(), end)


def test_second_reckoning_sees_the_changes_of_the_clocks():
    """The control: these days really are longer or shorter, and neither is taken for the other."""
    lengths = {
        (zone, day.isoformat()): first_moment(ZoneInfo(zone), day, 12 * 60)
        - first_moment(ZoneInfo(zone), day, 0)
        for zone in ZONES
        for day in YEAR
    }
    odd = {key: length for key, length in lengths.items() if length != timedelta(hours=12)}
    assert odd == {
        ("Europe/Paris", "2027-03-28"): timedelta(hours=11),
        ("Europe/Paris", "2027-10-31"): timedelta(hours=13),
        ("Europe/London", "2027-03-28"): timedelta(hours=11),
        ("Europe/London", "2027-10-31"): timedelta(hours=13),
        ("America/New_York", "2027-03-14"): timedelta(hours=11),
        ("America/New_York", "2027-11-07"): timedelta(hours=13),
        ("America/Santiago", "2027-09-05"): timedelta(hours=11),
        ("Australia/Lord_Howe", "2027-04-04"): timedelta(hours=12, minutes=30),
        ("Australia/Lord_Howe", "2027-10-03"): timedelta(hours=11, minutes=30),
    }
