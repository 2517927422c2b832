"""What the pages of meeting days show."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.days.enums import AccessNeed, DayStatus, RegistrationStatus
from meetings.days.hours import dates_of, registers_at, slots_of, tables_count, tables_of
from meetings.days.order import FIRST
from meetings.enums import MeetingSide
from meetings.models import DayAccess
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


def texts_of(day, *names):
    """[{label, value}] of the long texts that are written."""
    fields = [day._meta.get_field(name) for name in names if getattr(day, name)]
    return [
        {"label": str(each.verbose_name).capitalize(), "value": getattr(day, each.name)} for each in fields
    ]


def whole_facts(day):
    """What the organiser reads again before sending the day."""
    return texts_of(day, "description") + facts_of(day)


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
        words = _("du %(first)s au %(last)s") % {
            "first": day_words(day.registration_from),
            "last": day_words(day.registration_until),
        }
        facts.append((_("Inscriptions"), words))
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


REGISTRATION_TONES = {
    RegistrationStatus.ADMITTED: "fir",
    RegistrationStatus.WAITING: "mirabelle",
    RegistrationStatus.WITHDRAWN: "grey",
}


def door_of(day, organisation, at):
    """{label, state} of the button that leads a buyer or a company to its registration; None for others."""
    if organisation is None:
        return None
    own = day.registrations.filter(organisation=organisation).first()
    if own is not None:
        return {"label": _("Voir notre inscription"), "state": own.get_status_display()}
    if day.status == DayStatus.OPEN and registers_at(day, at):
        return {"label": _("Inscrire notre organisation"), "state": ""}
    return None


def buyers_of(day):
    """[{name, needs: [{title, url}]}] of the buyers that come, by name: public as their needs are."""
    rows = day.registrations.live().of_side(MeetingSide.BUYER).select_related("organisation__buyer")
    return [
        {
            "name": str(each.organisation),
            "needs": [
                {"title": str(need), "url": reverse("needs:detail", args=[need.pk])}
                for need in each.organisation.buyer.needs.published().order_by("title", "pk")
            ],
        }
        for each in rows.order_by("organisation__name", "pk")
    ]


def registration_words(registration):
    """[{label, value}] of a registration, for its own organisation."""
    day = registration.day
    facts = [
        (_("Référence"), registration.reference),
        (_("Langues"), ", ".join(map(str, languages_of(registration)))),
    ]
    if registration.side == MeetingSide.BUYER:
        facts.append((_("Tables"), registration.tables))
    else:
        facts.append(
            (_("Besoins auxquels nous répondons"), "\n".join(str(each) for each in registration.needs.all()))
        )
    if registration.rank:
        facts.append((_("Rang du tirage"), registration.rank))
    if registration.status == RegistrationStatus.REGISTERED:
        facts.append(
            (_("Place"), _("attribuée après le %(day)s") % {"day": day_words(day.registration_until)})
        )
    return [{"label": label, "value": value} for label, value in facts]


def languages_of(registration):
    choices = dict(registration._meta.get_field("languages").base_field.choices)
    return [choices[each] for each in registration.languages]


def people_rows(registration, can_write):
    """[{name, line, url}] of the people of a registration."""
    return [
        {
            "name": str(each.user),
            "line": absence_words(each),
            "url": reverse("days:absences", args=[registration.day_id, each.pk]) if can_write else "",
        }
        for each in registration.people.all()
    ]


def absence_words(person):
    count = len(person.absent)
    if not count:
        return _("Présence toute la journée")
    return ngettext("Absence sur %(count)d créneau", "Absence sur %(count)d créneaux", count) % {
        "count": count
    }


def participants_of(day):
    """{buyers, companies}: the registrations as the organiser reads them, in the order of the draw."""
    rows = day.registrations.for_list()
    return {
        "buyers": [participant(each) for each in rows if each.side == MeetingSide.BUYER],
        "companies": [participant(each) for each in rows if each.side == MeetingSide.COMPANY],
    }


def participant(registration):
    return {
        "name": str(registration.organisation),
        "reference": registration.reference,
        "state": registration.get_status_display(),
        "tone": REGISTRATION_TONES.get(registration.status, "grey"),
        "rank": registration.rank,
        "tables": registration.tables,
        "people": ", ".join(str(each.user) for each in registration.people.all()),
        "languages": ", ".join(map(str, languages_of(registration))),
        "needs": len(registration.needs.all()),
    }


def access_rows(day):
    """[{who, organisation, kinds, words}] for the organiser alone."""
    rows = DayAccess.objects.filter(person__registration__day=day)
    rows = rows.select_related("person__user", "person__registration__organisation").order_by("pk")
    return [
        {
            "who": str(each.person.user),
            "organisation": str(each.person.registration.organisation),
            "kinds": ", ".join(str(AccessNeed(kind).label) for kind in each.kinds),
            "words": each.words,
        }
        for each in rows
    ]


def order_shown(day):
    """[{legend, rows}] of the order that was drawn, by reference alone; [] before."""
    if day.drawn_at is None:
        return []
    legends = {MeetingSide.BUYER: _("Acheteurs"), MeetingSide.COMPANY: _("Entreprises")}
    return [
        {
            "legend": legend,
            "rows": [
                {
                    "rank": each.rank,
                    "reference": each.reference,
                    "group": _("premier groupe") if each.group == FIRST else _("second groupe"),
                    "state": each.get_status_display(),
                }
                for each in day.registrations.of_side(side).exclude(rank=None).order_by("rank")
            ],
        }
        for side, legend in legends.items()
    ]
