"""What openings start with and how far they may go: dated parameters, read in one query."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from grandest_portal.reference.models import Parameter

# {field: (key, what holds until the reference data is loaded or where it holds no such number, least)}
KEYS = {
    "length": ("opening_length_minutes", 30, 5),
    "length_most": ("opening_length_most_minutes", 120, 5),
    "buffer": ("opening_buffer_minutes", 10, 0),
    "buffer_most": ("opening_buffer_most_minutes", 120, 0),
    "notice": ("opening_notice_hours", 48, 0),
    "notice_most": ("opening_notice_most_hours", 720, 0),
    "per_day": ("opening_most_per_day", 6, 1),
    "per_day_most": ("opening_most_per_day_most", 20, 1),
    "horizon": ("opening_horizon_days", 60, 1),
    "openings": ("openings_most", 200, 1),
}
ZONES = "opening_zones"
HOME = "Europe/Paris"


@dataclass(frozen=True)
class Limits:
    """Minutes for lengths and buffers, hours for the notice, days for the horizon; `zones` are IANA names."""

    length: int
    length_most: int
    buffer: int
    buffer_most: int
    notice: int
    notice_most: int
    per_day: int
    per_day_most: int
    horizon: int
    openings: int
    zones: tuple


def limits_on(on):
    """The Limits in force on the date `on`."""
    keys = [ZONES, *(key for key, _default, _least in KEYS.values())]
    stored = dict(Parameter.objects.in_force(on).filter(key__in=keys).values_list("key", "value"))
    numbers = {field: whole(stored.get(key), default, least) for field, (key, default, least) in KEYS.items()}
    return Limits(**numbers, zones=zones_in(stored.get(ZONES)))


def whole(value, default, least):
    return value if type(value) is int and value >= least else default


def zones_in(value):
    """The IANA names of a text, in its order; that of the Region alone where it names none."""
    names = value.split() if isinstance(value, str) else []
    return tuple(name for name in names if name in available_timezones()) or (HOME,)
