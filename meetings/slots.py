"""Moments that people type and read: wall time of Paris on screen, UTC in the database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.core.errors import DomainError

PARIS = ZoneInfo("Europe/Paris")
NO_BREAK = "\N{NO-BREAK SPACE}"
MOST_SLOTS = 5
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=4)
FARTHEST = timedelta(days=365)


def moment_of(day, time):
    """The UTC datetime at which the clocks of Paris show `time` on the date `day`.

    A time that is shown twice (end of summer time) is its first occurrence, as RFC 5545 (3.3.5) reads it.
    DomainError for a time that is never shown (start of summer time).
    """
    shown = datetime.combine(day, time)
    moment = shown.replace(tzinfo=PARIS, fold=0).astimezone(UTC)
    if moment.astimezone(PARIS).replace(tzinfo=None) != shown:
        raise DomainError(
            _(
                "Le %(day)s, %(time)s n'existe pas : cette nuit-là, les horloges passent de %(before)s à %(after)s. "
                "Choisissez une heure avant %(before)s, ou à partir de %(after)s."
            )
            % {
                "day": day_words(day),
                "time": time_words(time),
                "before": time_words(time.replace(hour=2, minute=0)),
                "after": time_words(time.replace(hour=3, minute=0)),
            }
        )
    return moment


def paris(moment):
    return moment.astimezone(PARIS)


def is_shown_twice(moment, zone=PARIS):
    """True when the clocks of a zone show the same time an hour before or after this moment."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def day_words(day):
    return date_words(day, "l j F Y")


def time_words(time):
    """« 14 h 30 », which no line end may cut."""
    words = _("%(hour)d h %(minute)02d") % {"hour": time.hour, "minute": time.minute}
    return words.replace(" ", NO_BREAK)


def unbroken(text):
    """A sentence whose line ends never part « guillemets » or a colon from the word beside them."""
    for mark in (" :", " ;", " »", "« "):
        text = text.replace(mark, mark.replace(" ", NO_BREAK))
    return text


def clock_words(moment, zone=PARIS):
    """« 14 h 30 »; « 2 h 30 (UTC+2) » where the hour alone would be ambiguous."""
    local = moment.astimezone(zone)
    if not is_shown_twice(moment, zone):
        return time_words(local)
    return f"{time_words(local)} ({offset_words(local.utcoffset())})"


def offset_words(offset):
    """« UTC+2 », « UTC−3:30 », « UTC+0 »."""
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    sign = "\N{MINUS SIGN}" if offset < timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "")


def moment_words(moment):
    return _("%(day)s à %(time)s") % {"day": day_words(paris(moment).date()), "time": clock_words(moment)}


def hours_words(starts_at, ends_at, zone=PARIS):
    """« de 14 h 00 à 14 h 30 »."""
    ends = {"start": clock_words(starts_at, zone), "end": clock_words(ends_at, zone)}
    words = _("de %(start)s à %(end)s") % ends
    if starts_at.astimezone(zone).date() != ends_at.astimezone(zone).date():
        return _("%(hours)s le lendemain") % {"hours": words}
    return words


def slot_words(starts_at, ends_at):
    """« jeudi 5 novembre 2026, de 14 h 00 à 14 h 30 »."""
    return f"{day_words(paris(starts_at).date())}, {hours_words(starts_at, ends_at)}"


def overlap(one, other):
    """True when two (starts_at, ends_at) share time; touching ends do not."""
    return one[0] < other[1] and other[0] < one[1]


def check_slot(slot, at):
    """DomainError unless (starts_at, ends_at) is a possible meeting, seen from the moment `at`."""
    starts_at, ends_at = slot
    if starts_at <= at:
        raise DomainError(
            _("Le créneau du %(slot)s est déjà passé : choisissez un moment à venir.")
            % {"slot": slot_words(*slot)}
        )
    if starts_at > at + FARTHEST:
        raise DomainError(
            _("Le créneau du %(slot)s est trop lointain : choisissez un moment dans les douze mois.")
            % {"slot": slot_words(*slot)}
        )
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise DomainError(_("Un rendez-vous dure de 5 minutes à 4 heures : changez la durée."))


def check_apart(slots):
    """DomainError when two of the slots share time."""
    ordered = sorted(slots)
    for one, other in pairwise(ordered):
        if overlap(one, other):
            raise DomainError(
                _("Les créneaux du %(one)s et du %(other)s se chevauchent : déplacez l'un des deux.")
                % {"one": slot_words(*one), "other": slot_words(*other)}
            )


def check_slots(slots, at):
    """DomainError unless the slots can be proposed together: 1 to 5, possible, apart from each other."""
    if not 1 <= len(slots) <= MOST_SLOTS:
        raise DomainError(_("Proposez de 1 à %(most)d créneaux.") % {"most": MOST_SLOTS})
    for slot in slots:
        check_slot(slot, at)
    check_apart(slots)
