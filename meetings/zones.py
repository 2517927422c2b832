"""The hours of a meeting by the clock of whoever reads, where it differs from that of the meeting (Paris)."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from grandest_portal.accounts.zones import zone_name
from grandest_portal.core.reader import zone_of_reader
from meetings.slots import PARIS, day_words, hours_words, slot_words


def own_words(starts_at, ends_at):
    """« soit de 13 h 00 à 13 h 30 à votre heure (Londres) », with the day where it is another one; "" where the clocks
    of the reader and of Paris show the same."""
    zone = zone_of_reader()
    clock = clock_of(zone)
    if clock in (None, PARIS):
        return ""
    shown = [(moment.astimezone(clock), moment.astimezone(PARIS)) for moment in (starts_at, ends_at)]
    if all(own.utcoffset() == home.utcoffset() for own, home in shown):
        return ""
    hours = hours_words(starts_at, ends_at, clock)
    own, home = shown[0]
    if own.date() != home.date():
        hours = _("le %(day)s, %(hours)s") % {"day": day_words(own.date()), "hours": hours}
    return _("soit %(hours)s à votre heure (%(place)s)") % {"hours": hours, "place": zone_name(zone)}


def clock_of(zone):
    """The clock of that IANA name, or None: a name may leave the list after somebody chose it."""
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def told(words, starts_at, ends_at):
    """The words of a slot, then what the reader's clock shows where it differs."""
    own = own_words(starts_at, ends_at)
    return f"{words}, {own}" if own else words


def both_words(starts_at, ends_at):
    """« jeudi 5 novembre 2026, de 14 h 00 à 14 h 30, soit de 13 h 00 à 13 h 30 à votre heure (Londres) »."""
    return told(slot_words(starts_at, ends_at), starts_at, ends_at)
