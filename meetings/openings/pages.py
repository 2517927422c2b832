"""What the pages of openings show."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.openings.offers import DAY, Offers
from meetings.openings.words import (
    exception_words,
    pace_words,
    place_words,
    rule_words,
    validity_words,
)
from meetings.permissions import speakers_of
from meetings.slots import day_words, hours_words
from meetings.zones import both_words

# What a person checks at a glance after writing a rule.
DAYS_SHOWN = 3


def title_of(opening):
    return rule_words(opening)


def host_words(opening):
    if opening.department_id:
        return _("Service : %(name)s") % {"name": opening.department}
    return str(opening.agent)


def row_of(opening):
    is_open = opening.closed_at is None
    parts = [host_words(opening), opening.get_place_kind_display()]
    return {
        "title": title_of(opening),
        "url": reverse("meetings:opening", args=[opening.pk]),
        "label": _("Ouverte") if is_open else _("Fermée"),
        "tone": "fir" if is_open else "grey",
        "line": " · ".join(parts),
        "meta": " · ".join(filter(None, [pace_words(opening), validity_words(opening)])),
    }


def facts_of(opening):
    """[{label, value}] of one opening."""
    facts = [
        (_("Qui reçoit"), host_words(opening)),
        (_("Quand"), rule_words(opening)),
        (_("Validité"), validity_words(opening)),
        (_("Où"), place_words(opening)),
        (_("Rythme"), pace_words(opening)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def special_days(opening, today):
    """[{pk, words}] of the special days from today on, in order."""
    rows = sorted(
        (each for each in opening.exceptions.all() if each.on >= today), key=lambda each: (each.on, each.pk)
    )
    return [{"pk": each.pk, "words": exception_words(each)} for each in rows]


def next_slots(opening, at):
    """[{legend, slots}] of the next days with a free slot, as others read them."""
    if opening.closed_at is not None:
        return []
    offers, days = Offers([opening], at=at, other=None), []
    day = offers.next_day(offers.today)
    while day is not None and len(days) < DAYS_SHOWN:
        days.append(day_of(day, offers.on(day), words=hours_alone))
        day = offers.next_day(day + DAY)
    return days


def day_of(day, offers, words=None):
    """{anchor, legend, slots: [{key, words}]} of the Offers of a day."""
    return {
        "anchor": f"jour-{day.isoformat()}",
        "legend": ngettext("%(day)s – %(count)d créneau", "%(day)s – %(count)d créneaux", len(offers))
        % {"day": day_words(day), "count": len(offers)},
        "slots": [{"key": each.key, "words": (words or offer_words)(each)} for each in offers],
    }


def offer_words(offer):
    """« jeudi 5 novembre 2026, de 14 h 00 à 14 h 30, visioconférence »: whole, for who hears one choice alone."""
    kind = offer.opening.get_place_kind_display()
    return _("%(slot)s, %(kind)s") % {
        "slot": both_words(*offer.slot),
        "kind": kind[:1].lower() + kind[1:],
    }


def hours_alone(offer):
    """« de 14 h 00 à 14 h 30 », under the name of the day."""
    return hours_words(*offer.slot)


def person_of(organisation, pk):
    """The person of this number who speaks for the organisation, or None."""
    return speakers_of(organisation).filter(pk=pk).first()
