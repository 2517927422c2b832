"""What is printed of a timetable: agendas (a sheet per company and per table of a buyer), wall lists, badges."""

import unicodedata
from itertools import groupby

import qrcode
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.core.documents.document import cleaned
from meetings.days.agenda_lines import agendas_of, lines_for, meetings_of, rows_of
from meetings.days.checkin import address_of
from meetings.days.hours import dates_of, slots_of
from meetings.enums import MeetingSide
from meetings.models import DayPerson
from meetings.slots import day_words

SHEETS, WALL, BADGES = "sheets", "wall", "badges"


def scanned(words):
    """The code to scan of these words as an SVG picture of short tokens; "" of nothing."""
    if not words:
        return ""
    code = qrcode.QRCode(border=2, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(words)
    matrix = code.get_matrix()
    steps = [
        f"M {start} {row} h {length} v 1 h -{length} z"
        for row, cells in enumerate(matrix)
        for start, length in runs(cells)
    ]
    size = len(matrix)
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size} {size}'> <path d='{' '.join(steps)}' /> </svg>"


def runs(cells):
    """(start, length) of each run of dark cells."""
    for dark, found in groupby(enumerate(cells), key=lambda pair: pair[1]):
        places = [place for place, _dark in found]
        if dark:
            yield places[0], len(places)


def folded(text):
    """The letters by which names are sorted: without accents, in lower case."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def common(day, title, on=None):
    """What every printed document of a day says of itself."""
    return {
        "title": title,
        "author": str(day.organiser),
        "day": (on or timezone.localdate()).isoformat(),
        "footer": f"{day.reference}, {day}",
        "glyph_note": _("Les caractères que la police de ce PDF ne contient pas y sont remplacés par ▯."),
        "code_words": _("Code à montrer à l'accueil"),
    }


def version_words(plan):
    return _("Version %(number)d du planning, publiée le %(day)s.") % {
        "number": plan.number,
        "day": date_words(timezone.localdate(plan.published_at)),
    }


def agenda_document(registration, plan, lines, person=None):
    """The agenda of one person, or of a whole organisation, on one sheet."""
    name = str(person.user) if person is not None else str(registration.organisation)
    code = scanned(address_of(person)) if person is not None else ""
    return sheets(
        plan, _("Agenda de %(name)s") % {"name": name}, [sheet(registration, plan, lines, person, code)]
    )


def all_agendas_document(plan):
    """Every agenda, in the order in which the desk hands them out: by name of organisation, then by table."""
    found = agendas_of(plan)
    rows = plan.day.registrations.admitted().select_related("organisation").prefetch_related("people__user")
    ordered = sorted(rows, key=lambda each: (folded(str(each.organisation)), each.pk))
    drawn = [
        sheet(each, plan, lines, table=table)
        for each in ordered
        for table, lines in by_table(each, found.get(each.pk, []))
    ]
    return sheets(plan, _("Agendas : %(day)s") % {"day": plan.day}, drawn)


def by_table(registration, lines):
    """[(table of the buyer or None, its lines)]"""
    if registration.side == MeetingSide.COMPANY or registration.tables == 1:
        return [(None, lines)]
    return [
        (table, [line for line in lines if line.buyer_table == table])
        for table in range(1, registration.tables + 1)
    ]


def sheets(plan, title, drawn):
    header = [_("Heure de Paris"), _("Table"), _("Avec"), _("À propos de")]
    on = timezone.localdate(plan.published_at)
    return cleaned({**common(plan.day, title, on), "page_word": _("page"), "header": header, "sheets": drawn})


def sheet(registration, plan, lines, person=None, code="", table=None):
    day, organisation = plan.day, str(registration.organisation)
    people = [each for each in registration.people.all() if table in (None, each.table)]
    if table is not None:
        organisation = _("%(organisation)s, équipe %(number)d") % {
            "organisation": organisation,
            "number": table,
        }
    subject = organisation if person is not None else ", ".join(str(each.user) for each in people)
    return {
        "title": str(person.user) if person is not None else organisation,
        "short": str(person.user) if person is not None else organisation,
        "subject": f"{subject}\n{day}",
        "facts": [day.place],
        "dates": [printed(date) for date in rows_of(day, lines)],
        "note": version_words(plan)
        if lines
        else _("Aucune rencontre. %(version)s") % {"version": version_words(plan)},
        "code": code,
    }


def printed(date):
    return {"legend": date["legend"], "rows": [printed_row(row) for row in date["rows"]]}


def printed_row(row):
    if row["pause"]:
        return {"pause": row["pause"], "hours": row["hours"]}
    return {
        "pause": "",
        "hours": row["hours"],
        "table": row["table"],
        "room": row["room"],
        "who": row["who"],
        "people": ", ".join(row["people"]),
        "about": "\n".join(str(each) for each in row["needs"]) or _("Prise de contact"),
    }


def person_document(person, plan, lines):
    """The agenda of a DayPerson, whose `registration` has its people at hand."""
    return agenda_document(person.registration, plan, lines_for(person, lines), person)


def wall_document(plan):
    """By hour (who sits at which table), then by organisation (where to be, when)."""
    day, slots = plan.day, {each.number: each for each in slots_of(plan.day)}
    meetings = list(meetings_of(plan))
    several = len(dates_of(day)) > 1
    hours = [
        hour_part(slots[number], list(found), several)
        for number, found in groupby(meetings, key=lambda each: each.slot)
    ]
    parts = [*hours, organisation_part(meetings, slots, several)]
    title = _("Qui rencontre qui, et où")
    subject = f"{day} · {version_words(plan)}"
    on = timezone.localdate(plan.published_at)
    return cleaned({**common(day, title, on), "subject": subject, "big": [0], "parts": parts})


def hour_part(slot, meetings, several):
    title = f"{day_words(slot.on)}, {slot.words}" if several else slot.words
    return {
        "title": title[:1].upper() + title[1:],
        "apart": "no",
        "big": "yes",
        "columns": [2, 6, 6],
        "header": [_("Table"), _("Acheteur"), _("Entreprise")],
        "rows": [[each.table, each.buyer.organisation, each.company.organisation] for each in meetings],
    }


def organisation_part(meetings, slots, several):
    found = {}
    for each in meetings:
        for own, other in [(each.buyer, each.company), (each.company, each.buyer)]:
            slot = slots[each.slot]
            when = f"{day_words(slot.on)}, {slot.words}" if several else slot.words
            found.setdefault(str(own.organisation), []).append([when, each.table, other.organisation])
    rows = [[name, *row] for name in sorted(found, key=folded) for row in found[name]]
    return {
        "title": _("Par organisation"),
        "apart": "yes",
        "big": "no",
        "columns": [5, 4, 1, 5],
        "header": [_("Organisation"), _("Heure"), _("Table"), _("Avec")],
        "rows": rows,
    }


def badges_document(day):
    """A badge for each person of the organisations that have a place, by name of organisation."""
    people = DayPerson.objects.filter(
        registration__in=day.registrations.admitted(), user__is_active=True
    ).select_related("user", "registration__organisation", "registration__day")
    event = f"{day} · {', '.join(date_words(on) for on in dates_of(day))}"
    ordered = sorted(
        people,
        key=lambda each: (folded(str(each.registration.organisation)), folded(str(each.user)), each.pk),
    )
    drawn = [
        {
            "event": event,
            "name": str(each.user),
            "organisation": str(each.registration.organisation),
            "side": MeetingSide(each.registration.side).label,
            "code": scanned(address_of(each)),
        }
        for each in ordered
    ]
    return cleaned({**common(day, _("Badges : %(day)s") % {"day": day}), "badges": drawn})
