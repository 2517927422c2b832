"""Openings in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.enums import ExceptionKind, PlaceKind
from meetings.openings.limits import HOME
from meetings.slots import day_words, time_words


def rule_words(opening):
    """« Chaque mardi, de 9 h 00 à 12 h 00 », or the date of a single one."""
    hours = hours_of(opening.opens_at, opening.closes_at)
    if opening.on is not None:
        day = day_words(opening.on)
        words = f"{day[:1].upper()}{day[1:]}, {hours}"
    else:
        words = _("Chaque %(day)s, %(hours)s") % {"day": opening.get_weekday_display(), "hours": hours}
    if opening.zone != HOME:
        return _("%(words)s (heure locale : %(zone)s)") % {"words": words, "zone": opening.zone}
    return words


def hours_of(opens_at, closes_at):
    return _("de %(start)s à %(end)s") % {"start": time_words(opens_at), "end": time_words(closes_at)}


def validity_words(opening):
    """« du 1er mars 2027 au 30 juin 2027 »; "" for a single date."""
    if opening.on is not None:
        return ""
    words = {"start": day_words(opening.valid_from)}
    if opening.valid_until is None:
        return _("à partir du %(start)s") % words
    return _("du %(start)s au %(end)s") % {**words, "end": day_words(opening.valid_until)}


def pace_words(opening):
    """How long, with what in between, how many, how late one may ask."""
    parts = [minutes_words(opening.length)]
    if opening.buffer:
        parts.append(_("%(minutes)s de battement") % {"minutes": minutes_words(opening.buffer)})
    parts.append(_("%(count)d rendez-vous par jour au plus") % {"count": opening.most_per_day})
    parts.append(notice_words(opening.notice))
    return " · ".join(parts)


def minutes_words(minutes):
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def notice_words(hours):
    if not hours:
        return _("sans délai de prévenance")
    return ngettext(
        "demandé au moins %(count)d heure avant", "demandé au moins %(count)d heures avant", hours
    ) % {"count": hours}


def exception_words(exception):
    """« lundi 3 mai 2027 : fermé »."""
    day = day_words(exception.on)
    if exception.kind == ExceptionKind.CLOSED:
        return _("%(day)s : fermé") % {"day": day}
    hours = hours_of(exception.opens_at, exception.closes_at)
    return _("%(day)s : aussi %(hours)s") % {"day": day, "hours": hours}


def place_words(opening):
    return _("%(kind)s : %(place)s") % {
        "kind": PlaceKind(opening.place_kind).label,
        "place": opening.place,
    }
