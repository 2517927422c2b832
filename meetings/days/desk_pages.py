"""What the pages of absences and of planning again show."""

from django.utils.translation import gettext as _

from meetings.days.desk import AwayKind, kind_of, live
from meetings.days.hours import slots_of
from meetings.slots import clock_words, day_words, paris


def at_slot(slots, number):
    """« 9 h 20 », with the date when the day has several."""
    slot = slots[number]
    words = clock_words(slot.starts_at)
    if len({each.on for each in slots}) > 1:
        return _("%(day)s à %(time)s") % {"day": day_words(slot.on), "time": words}
    return words


def away_words(absence, slots):
    if absence.table is not None:
        return _("perdue à partir de %(time)s") % {"time": at_slot(slots, absence.slots[0])}
    if kind_of(absence, len(slots)) == AwayKind.ABSENT:
        return _("absence à partir de %(time)s") % {"time": at_slot(slots, absence.slots[0])}
    return _("retard, arrivée pour %(time)s") % {"time": at_slot(slots, absence.slots[-1] + 1)}


def away_rows(day):
    """[{pk, who, words, said}] of what was said and holds."""
    slots = slots_of(day)
    return [
        {
            "pk": each.pk,
            "who": who_words(each),
            "words": away_words(each, slots),
            "said": _("Dit le %(day)s à %(time)s")
            % {"day": day_words(paris(each.said_at).date()), "time": clock_words(each.said_at)},
        }
        for each in live(day)
    ]


def who_words(absence):
    if absence.table is not None:
        return _("Table %(number)d") % {"number": absence.table}
    name = str(absence.registration.organisation)
    if absence.buyer_table is None:
        return name
    return _("%(name)s, sa table %(number)d") % {"name": name, "number": absence.buyer_table}


def away_by_registration(day):
    """{registration: [words]} of what was said and holds, for the list of the desk."""
    slots, found = slots_of(day), {}
    for each in live(day).filter(registration__isnull=False):
        found.setdefault(each.registration_id, []).append(away_words(each, slots))
    return found
