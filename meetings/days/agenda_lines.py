"""The agendas of a timetable: each meeting as the people of one side read it, with breaks between.

What the other side keeps to itself (wishes, refusals, needs of access, who said not to come) is read by nothing here:
a line names the people who are expected at that hour, and the needs that the company answers.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from meetings.days.enums import RegistrationStatus
from meetings.days.hours import DaySlot, Table, breaks_of, slots_of, tables_of
from meetings.enums import MeetingSide
from meetings.models import DayPair, DayPerson, DayRegistration
from meetings.openings.hours import moment_in
from meetings.slots import PARIS, day_words, hours_words, paris


@dataclass(frozen=True)
class AgendaLine:
    """One meeting, read by one side: `people` are those of `other` who are expected, `needs` what it is about."""

    slot: DaySlot
    table: Table
    buyer_table: int
    pair: DayPair
    other: DayRegistration
    people: tuple
    needs: tuple

    @property
    def starts_at(self):
        return self.slot.starts_at

    @property
    def hours(self):
        return self.slot.words

    @property
    def where(self):
        return _("table %(number)d, %(room)s") % {"number": self.table.number, "room": self.table.room}

    @property
    def place(self):
        """What makes two versions of a meeting the same for those who go to it."""
        return (self.slot.number, self.table.number)


@dataclass(frozen=True)
class Pause:
    """A break of one date, between meetings."""

    label: str
    starts_at: datetime
    ends_at: datetime

    @property
    def words(self):
        return hours_words(self.starts_at, self.ends_at)


def agenda_of(registration, plan):
    """[AgendaLine] of a registration in one version, in order of time: all its people and tables."""
    mine = Q(buyer=registration) | Q(company=registration)
    return agendas_of(plan, mine).get(registration.pk, [])


def agendas_of(plan, rows=None):
    """{number of a registration: [AgendaLine]} of one version, whatever the number of registrations in few queries."""
    prefetch_related_objects([plan.day], "dates", "breaks", "rooms")
    slots = {each.number: each for each in slots_of(plan.day)}
    tables = {each.number: each for each in tables_of(plan.day)}
    found, people, needs = defaultdict(list), people_of(plan, rows), {}
    for meeting in meetings_of(plan, rows):
        needs.setdefault(meeting.company_id, list(meeting.company.needs.all()))
        about = tuple(
            each
            for each in needs[meeting.company_id]
            if each.buyer.organisation_id == meeting.buyer.organisation_id
        )
        for own, other in [(meeting.buyer, meeting.company), (meeting.company, meeting.buyer)]:
            line = AgendaLine(
                slot=slots[meeting.slot],
                table=tables[meeting.table],
                buyer_table=meeting.buyer_table,
                pair=meeting.pair,
                other=other,
                people=expected_of(people.get(other.pk, ()), other, meeting),
                needs=about,
            )
            found[own.pk].append(line)
    return dict(found)


def meetings_of(plan, rows=None):
    meetings = plan.meetings.select_related("pair", "buyer__organisation", "company__organisation")
    if rows is not None:
        meetings = meetings.filter(rows)
    return meetings.prefetch_related("company__needs__buyer").order_by("slot", "table")


def people_of(plan, rows=None):
    """{number of a registration: [DayPerson]} of those who meet in this version."""
    people = DayPerson.objects.filter(registration__day=plan.day, user__is_active=True)
    if rows is not None:
        ends = plan.meetings.filter(rows).values_list("buyer", "company")
        people = people.filter(registration__in={pk for pair in ends for pk in pair})
    found = defaultdict(list)
    for person in people.select_related("user").order_by("table", "pk"):
        found[person.registration_id].append(person)
    return found


def expected_of(people, registration, meeting):
    """Those who are at that table at that hour; all those of the table where nobody is said to be there."""
    seated = [each for each in people if sits_at(each, registration.side, meeting.buyer_table)]
    there = [each for each in seated if meeting.slot not in each.absent]
    return tuple(each.user for each in there or seated)


def sits_at(person, side, buyer_table):
    """A company has one seat; people of a buyer are each at one of its tables."""
    return side == MeetingSide.COMPANY or person.table == buyer_table


def lines_for(person, lines):
    """The lines of a registration that one of its people goes to."""
    side = person.registration.side
    return [
        line
        for line in lines
        if sits_at(person, side, line.buyer_table) and line.slot.number not in person.absent
    ]


def pauses_of(day):
    """[Pause] of every date, in order of time."""
    labels = [each.label for each in day.breaks.all()]
    return [
        Pause(label, moment_in(PARIS, each.on, start), moment_in(PARIS, each.on, end))
        for each in day.dates.all()
        for label, (start, end) in zip(labels, breaks_of(day), strict=True)
    ]


def with_pauses(day, lines):
    """[(date, [AgendaLine or Pause])] in order of time: the dates that hold a meeting, the breaks between two."""
    found = []
    for on, meetings in groupby(sorted(lines, key=lambda line: line.starts_at), key=date_of):
        entries = list(meetings)
        first, last = entries[0].starts_at, entries[-1].starts_at
        entries += [each for each in pauses_of(day) if first < each.starts_at < last]
        found.append((on, sorted(entries, key=lambda entry: entry.starts_at)))
    return found


def date_of(entry):
    return paris(entry.starts_at).date()


def rows_of(day, lines):
    """[{legend, rows}] for a page or a document: words alone."""
    return [
        {"legend": day_words(on), "rows": [row_of(each) for each in entries]}
        for on, entries in with_pauses(day, lines)
    ]


def row_of(entry) -> dict[str, Any]:
    if isinstance(entry, Pause):
        return {"pause": entry.label, "hours": entry.words}
    return {
        "pause": "",
        "hours": entry.hours,
        "table": entry.table.number,
        "room": entry.table.room,
        "where": entry.where,
        "who": str(entry.other.organisation),
        "people": [str(each) for each in entry.people],
        "needs": list(entry.needs),
        "buyer_table": entry.buyer_table,
    }


def waiting_words(registration):
    """Why there is no agenda yet, and when it comes."""
    day = registration.day
    if registration.status == RegistrationStatus.REGISTERED:
        return _(
            "Les places sont attribuées après le %(closes)s ; le planning vient ensuite. Votre agenda sera ici, et "
            "vous le recevrez par courriel."
        ) % {"closes": day_words(day.registration_until)}
    if registration.status == RegistrationStatus.WAITING:
        return _(
            "Votre organisation est en liste d'attente : elle aura un agenda si une place se libère avant le planning."
        )
    return _(
        "Le planning est calculé après la fin des souhaits, le %(wishes)s. Dès que l'organisateur le publie, votre "
        "agenda est ici et vous le recevez par courriel."
    ) % {"wishes": day_words(day.wishes_until)}
