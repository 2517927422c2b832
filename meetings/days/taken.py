"""The slots of a day at which somebody is taken: by another meeting, by an absence said after the registrations, or by
a free slot given at the desk."""

from dataclasses import dataclass, field

from django.db.models import Q

from meetings.days.gifts import taken_by_gifts
from meetings.days.hours import slots_of
from meetings.enums import OccupationState
from meetings.models import DayAbsence, Occupation
from meetings.occupation import person, seat
from meetings.slots import overlap


@dataclass(frozen=True)
class Taken:
    """{user: slots}, {company registration: slots of its only seat}, {(registration, table of a buyer or None):
    slots of an absence or of a gift}."""

    people: dict = field(default_factory=dict)
    seats: dict = field(default_factory=dict)
    absences: dict = field(default_factory=dict)

    def of_person(self, user_pk):
        return self.people.get(user_pk, frozenset())

    def of_table(self, registration_pk, table):
        return self.absent(registration_pk, None) | self.absent(registration_pk, table)

    def of_company(self, registration_pk):
        return self.absent(registration_pk, None) | self.seats.get(registration_pk, frozenset())

    def absent(self, registration_pk, table):
        return self.absences.get((registration_pk, table), frozenset())


FREE = Taken()


def taken_of(day):
    """The Taken of a day as things stand; what its own timetables occupy does not count."""
    slots = slots_of(day)
    if not slots:
        return FREE
    rows = day.registrations.admitted().select_related("organisation__company").order_by("pk")
    users, seats = {}, {}
    for each in rows.prefetch_related("people"):
        users |= {person(one.user_id): one.user_id for one in each.people.all()}
        company = getattr(each.organisation, "company", None)
        if company is not None:
            seats[seat(company.pk)] = each.pk
    busy = busy_slots(day, slots, [*users, *seats])
    return Taken(
        {users[name]: found for name, found in busy.items() if name in users},
        {seats[name]: found for name, found in busy.items() if name in seats},
        absent_slots(day),
    )


def busy_slots(day, slots, resources):
    """{resource: numbers of the slots that another meeting overlaps}"""
    rows = Occupation.objects.live().filter(
        resource__in=resources, during__overlap=(slots[0].starts_at, slots[-1].ends_at)
    )
    other = Q(day_meeting=None) | ~Q(day_meeting__plan__day=day)
    found = {}
    for resource, during in rows.filter(other).values_list("resource", "during"):
        hit = {
            each.number
            for each in slots
            if overlap((each.starts_at, each.ends_at), (during.lower, during.upper))
        }
        found[resource] = found.get(resource, frozenset()) | hit
    return found


def absent_slots(day):
    """{(registration, table of a buyer or None): slots}: absences, and the free slots that the desk gave away."""
    found = {key: frozenset(slots) for key, slots in taken_by_gifts(day).items()}
    rows = DayAbsence.objects.filter(day=day, withdrawn_at=None, registration__isnull=False)
    for each in rows.order_by("pk"):
        key = (each.registration_id, each.buyer_table)
        found[key] = found.get(key, frozenset()) | frozenset(each.slots)
    return found


def lost_tables(day):
    """{table number: slots at which it is lost}"""
    found = {}
    for each in DayAbsence.objects.filter(day=day, withdrawn_at=None, table__isnull=False).order_by("pk"):
        found[each.table] = found.get(each.table, frozenset()) | frozenset(each.slots)
    return found


def give_back(day):
    """Free all that the timetables of a day hold: people, seats, tables."""
    rows = Occupation.objects.filter(day_meeting__plan__day=day, state=OccupationState.CONFIRMED)
    return rows.update(state=OccupationState.RELEASED)
