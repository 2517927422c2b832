"""What the pages of meeting days show."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.days.enums import DayStatus
from meetings.days.hours import dates_of, registers_at, slots_of, tables_count, tables_of
from meetings.slots import NO_BREAK, day_words, time_words

TONES = {
    DayStatus.OPEN: "fir",
    DayStatus.PLANNED: "fir",
    DayStatus.RUNNING: "fir",
    DayStatus.SUBMITTED: "mirabelle",
    DayStatus.RETURNED: "sandstone",
    DayStatus.CANCELLED: "sandstone",
}
LIFE = (DayStatus.OPEN, DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING, DayStatus.OVER)


def state_words(day, at):
    """The state as a reader needs it: while a day is announced, whether one may register now."""
    if day.status != DayStatus.OPEN:
        return day.get_status_display()
    if registers_at(day, at):
        return _("Inscriptions ouvertes")
    return _("Annoncée")


def dates_words(day):
    dates = dates_of(day)
    return ", ".join(day_words(on) for on in dates) if dates else _("Date à fixer")


def row_of(day, at):
    meta = []
    if day.registration_from and day.registration_until:
        meta.append(window_words(day))
    return {
        "title": str(day),
        "url": reverse("days:detail", args=[day.pk]),
        "label": state_words(day, at),
        "tone": TONES.get(day.status, "grey"),
        "line": " · ".join(filter(None, [dates_words(day), day.place])),
        "meta": " · ".join([str(day.organiser), *meta]),
    }


def window_words(day):
    return _("Inscriptions du %(first)s au %(last)s") % {
        "first": day_words(day.registration_from),
        "last": day_words(day.registration_until),
    }


def facts_of(day):
    """[{label, value}] of one day, those that are written."""
    hours = ""
    if day.opens_at and day.closes_at:
        hours = _("de %(start)s à %(end)s, heure de Paris") % {
            "start": time_words(day.opens_at),
            "end": time_words(day.closes_at),
        }
    breaks = [
        _("%(label)s : de %(start)s à %(end)s")
        % {"label": each.label, "start": time_words(each.starts_at), "end": time_words(each.ends_at)}
        for each in day.breaks.all()
    ]
    facts = [
        (_("Dates"), dates_words(day)),
        (_("Heures"), hours),
        (_("Pauses"), "\n".join(breaks)),
        (_("Créneaux"), slots_words(day)),
        (_("Lieu"), day.place),
        (_("Accès"), day.access),
        (_("Salles"), rooms_words(day)),
        (_("Organisateur"), str(day.organiser)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def slots_words(day):
    slots = slots_of(day)
    if not slots:
        return ""
    count = ngettext("%(count)d créneau", "%(count)d créneaux", len(slots)) % {"count": len(slots)}
    return _("%(count)s de %(minutes)d minutes") % {"count": count, "minutes": day.slot_minutes}


def rooms_words(day):
    """One line per room: its tables by number, and whether a wheelchair enters."""
    lines = []
    for name, tables in groupby(tables_of(day), key=lambda each: (each.room, each.step_free)):
        numbers = [each.number for each in tables]
        which = (
            _("table %(first)d") % {"first": numbers[0]}
            if len(numbers) == 1
            else _("tables %(first)d à %(last)d") % {"first": numbers[0], "last": numbers[-1]}
        )
        free = _("accessible en fauteuil roulant") if name[1] else _("non accessible en fauteuil roulant")
        lines.append(f"{name[0]}{NO_BREAK}: {which}, {free}")
    return "\n".join(lines)


def registration_facts(day):
    facts = []
    if day.registration_from and day.registration_until:
        facts.append((_("Inscriptions"), window_words(day)))
    if day.wishes_until:
        facts.append(
            (_("Souhaits de rencontre"), _("jusqu'au %(day)s") % {"day": day_words(day.wishes_until)})
        )
    if day.companies_most:
        most = ngettext("%(count)d entreprise", "%(count)d entreprises", day.companies_most)
        facts.append((_("Places"), most % {"count": day.companies_most}))
    tables = tables_count(day)
    if tables:
        words = ngettext("%(count)d table d'acheteur", "%(count)d tables d'acheteurs", tables)
        facts.append((_("Tables"), words % {"count": tables}))
    facts.append((_("Si les places manquent"), day.get_criterion_display()))
    return [{"label": label, "value": value} for label, value in facts]


def slot_lists(day):
    """[{legend, slots: [words]}] per date."""
    return [
        {"legend": day_words(on), "slots": [each.words for each in slots]}
        for on, slots in ((on, list(found)) for on, found in groupby(slots_of(day), key=lambda each: each.on))
    ]


def life_of(day):
    """The steps of a public day for components/life.html; none for one that is cancelled."""
    if day.status not in LIFE:
        return []
    now = LIFE.index(day.status)
    notes = {
        DayStatus.OPEN: window_words(day),
        DayStatus.CLOSED: _("souhaits jusqu'au %(day)s") % {"day": day_words(day.wishes_until)},
    }
    return [
        {
            "label": DayStatus(status).label,
            "state": "done" if place < now else "current" if place == now else "todo",
            "note": notes.get(status, "") if place >= now else "",
        }
        for place, status in enumerate(LIFE)
    ]
