"""From the wall time of a rule to moments: each day is expanded in the zone of the opening.

A time that the clocks skip is the moment of their jump; one that they show twice is its first occurrence, as in
`meetings.slots`. Between the two ends, slots follow each other by elapsed time: a night of an hour less holds fewer.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from meetings.enums import ExceptionKind
from meetings.slots import overlap

MINUTE = timedelta(minutes=1)


def moment_in(zone, day, time):
    """The UTC datetime at which the clocks of `zone` show `time` on `day`, or pass it."""
    shown = datetime.combine(day, time, tzinfo=zone)
    moment = shown.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return moment
    while offset(zone, moment - MINUTE) == offset(zone, moment):
        moment -= MINUTE
    return moment


def offset(zone, moment):
    return moment.astimezone(zone).utcoffset()


def windows_on(opening, day):
    """[(opens_at, closes_at)] in wall time: the rule unless the day is closed, and what was added to it."""
    special = [each for each in opening.exceptions.all() if each.on == day]
    windows = [(each.opens_at, each.closes_at) for each in special if each.kind == ExceptionKind.EXTRA]
    if holds_on(opening, day) and not any(each.kind == ExceptionKind.CLOSED for each in special):
        windows.append((opening.opens_at, opening.closes_at))
    return sorted(windows)


def holds_on(opening, day):
    """True when the rule itself, whatever its exceptions, is open on `day`."""
    if opening.on is not None:
        return day == opening.on
    until = opening.valid_until
    return day.weekday() == opening.weekday and opening.valid_from <= day and (until is None or day <= until)


def slots_on(opening, day):
    """[(starts_at, ends_at)] in UTC, in order, none over another."""
    zone, length = ZoneInfo(opening.zone), opening.length * MINUTE
    step, slots = length + opening.buffer * MINUTE, []
    for opens_at, closes_at in windows_on(opening, day):
        starts_at, end = moment_in(zone, day, opens_at), moment_in(zone, day, closes_at)
        while starts_at + length <= end:
            slot = (starts_at, starts_at + length)
            if not any(overlap(slot, other) for other in slots):
                slots.append(slot)
            starts_at += step
    return sorted(slots)


def slot_at(opening, starts_at):
    """The slot of the opening that begins at this moment, or None."""
    day = starts_at.astimezone(ZoneInfo(opening.zone)).date()
    return next((slot for slot in slots_on(opening, day) if slot[0] == starts_at), None)
