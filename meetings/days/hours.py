"""The slots and the tables of a day, computed from what was typed; numbered the same way for everybody."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from meetings.slots import PARIS, hours_words, moment_of


@dataclass(frozen=True)
class DaySlot:
    """`number` counts from 0 through all dates, as the timetable does; moments are UTC."""

    number: int
    on: date
    starts_at: datetime
    ends_at: datetime

    @property
    def words(self):
        return hours_words(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Table:
    """`number` from 1, through all rooms."""

    number: int
    room: str
    step_free: bool


def wall_slots(opens_at, closes_at, minutes, breaks):
    """[(start, end)] in wall time of one date. A slot that would run into a break begins after it."""
    if opens_at is None or closes_at is None or not minutes:
        return []
    base, length = date(2000, 1, 1), timedelta(minutes=minutes)
    pauses = sorted((datetime.combine(base, one), datetime.combine(base, other)) for one, other in breaks)
    start, last, found = datetime.combine(base, opens_at), datetime.combine(base, closes_at), []
    while start + length <= last:
        pause = next((end for begin, end in pauses if begin < start + length and start < end), None)
        if pause is not None:
            start = pause
            continue
        found.append((start.time(), (start + length).time()))
        start += length
    return found


def breaks_of(day):
    return [(each.starts_at, each.ends_at) for each in day.breaks.all()]


def slots_of(day):
    """The DaySlots of a day, in order of time."""
    walls = wall_slots(day.opens_at, day.closes_at, day.slot_minutes, breaks_of(day))
    moments = [(each.on, *wall) for each in day.dates.all() for wall in walls]
    return [
        DaySlot(number, on, moment_of(on, start), moment_of(on, end))
        for number, (on, start, end) in enumerate(moments)
    ]


def tables_of(day):
    """The Tables of a day, in order of number."""
    seats = [(room.name, room.step_free) for room in day.rooms.all() for _each in range(room.tables)]
    return [Table(number, *seat) for number, seat in enumerate(seats, start=1)]


def tables_count(day):
    return sum(room.tables for room in day.rooms.all())


def dates_of(day):
    return [each.on for each in day.dates.all()]


def starts_on(day):
    """Its first date, or None."""
    return next(iter(dates_of(day)), None)


def ends_at(day):
    """The moment at which its last slot is over, or None."""
    slots = slots_of(day)
    return slots[-1].ends_at if slots else None


def midnight_after(on):
    """The moment at which a last day is over, in Paris."""
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=PARIS)


def midnight_of(on):
    return datetime.combine(on, time(), tzinfo=PARIS)


def registers_at(day, at):
    """True while the window of registration lasts."""
    return midnight_of(day.registration_from) <= at < midnight_after(day.registration_until)
