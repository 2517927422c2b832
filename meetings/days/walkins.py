"""Free slots of buyers who are there, given at the desk: first to the waiting list in its published order, then to
whoever came, of whom three things are kept for some days.

A day is locked before a slot is given, as it is before a timetable is published; the constraints of DayWalkIn say the
same of two gifts at the same moment.
"""

from collections import Counter
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.days.again import holding
from meetings.days.checkin import check_desk, date_at, desk_today
from meetings.days.desk import first_to_come, live
from meetings.days.desk_limits import desk_limits
from meetings.days.enums import RegistrationStatus
from meetings.days.hours import dates_of, slots_of, tables_count
from meetings.enums import MeetingSide
from meetings.models import Day, DayArrival, DayPerson, DayWalkIn
from meetings.slots import paris


def free_slots(day, at):
    """[(buyer registration, its table, slot number, table of the room)] to come today, in order of time then of
    names: a buyer of whom somebody has arrived, whom no meeting, absence or gift takes."""
    on, plan = date_at(day, at), holding(day)
    if on is None or plan is None:
        return []
    lines = list(plan.meetings.order_by("slot", "table"))
    given = list(DayWalkIn.objects.filter(day=day, declined=False).order_by("pk"))
    busy = {(each.buyer_id, each.buyer_table, each.slot) for each in [*lines, *given]}
    taken = {(each.slot, each.table) for each in [*lines, *given]} | lost_places(day)
    usual = {}
    for each in lines:
        usual.setdefault((each.buyer_id, each.buyer_table), Counter())[each.table] += 1
    now, found = first_to_come(day, at), []
    entries = buyers_there(day, on)
    for slot in [each for each in slots_of(day) if each.number >= now and each.on == on]:
        places = {number for number in range(1, tables_count(day) + 1) if (slot.number, number) not in taken}
        for (buyer, table), away in entries:
            if slot.number in away or (buyer.pk, table, slot.number) in busy:
                continue
            own = [
                one for one, _count in usual.get((buyer.pk, table), Counter()).most_common() if one in places
            ]
            if own or places:
                found.append((buyer, table, slot.number, own[0] if own else min(places)))
    return found


def lost_places(day):
    return {(slot, each.table) for each in live(day).filter(table__isnull=False) for slot in each.slots}


def buyers_there(day, on):
    """[((buyer registration, its table), slots without anybody)] of the tables of which somebody has arrived."""
    said = {}
    for each in live(day).filter(registration__isnull=False):
        said.setdefault((each.registration_id, each.buyer_table), set()).update(each.slots)
    people = {}
    rows = DayPerson.objects.filter(
        registration__day=day,
        registration__side=MeetingSide.BUYER,
        registration__status=RegistrationStatus.ADMITTED,
        arrivals__on=on,
    ).select_related("registration__organisation")
    for each in rows.order_by("registration__organisation__name", "registration", "table", "pk"):
        people.setdefault((each.registration, each.table), []).append(set(each.absent))
    return [
        (
            (buyer, table),
            set.intersection(*absences)
            | said.get((buyer.pk, None), set())
            | said.get((buyer.pk, table), set()),
        )
        for (buyer, table), absences in people.items()
    ]


def next_waiting(day, slot, buyer, on):
    """The company to which the slot is offered first: of the waiting list in its published order, the first of which
    somebody has arrived, that is free then, has not met this buyer and has not declined; or None."""
    there = DayArrival.objects.filter(on=on, person__registration__day=day).values("person__registration")
    rows = day.registrations.of_side(MeetingSide.COMPANY).waiting().filter(pk__in=there)
    gifts = DayWalkIn.objects.filter(day=day, registration__isnull=False)
    engaged = gifts.filter(slot=slot, declined=False) | gifts.filter(buyer=buyer)
    rows = rows.exclude(pk__in=engaged.values("registration"))
    return rows.select_related("organisation", "day").order_by("rank").first()


@transaction.atomic
def give(buyer, table, slot, *, by, registration=None, organisation="", person="", mail=""):
    """Give a free slot: to `registration`, the company whose turn it is, or to somebody who came, once nobody of the
    waiting list is there for it."""
    day, on, place = place_at(buyer, table, slot, by)
    first = next_waiting(day, slot, buyer, on)
    if registration is None:
        check_visitor(day, first, organisation, person, mail)
    elif first is None or registration.pk != first.pk:
        raise DomainError(
            _("Ce n'est pas le tour de cette entreprise : la liste d'attente a un ordre publié.")
        )
    check_most(day)
    values = {"organisation": organisation.strip(), "person": person.strip(), "mail": mail.strip().lower()}
    try:
        with transaction.atomic():
            gift = DayWalkIn.objects.create(
                day=day,
                buyer=buyer,
                buyer_table=table,
                slot=slot,
                table=place,
                registration=registration,
                given_by=by,
                given_at=timezone.now(),
                **(values if registration is None else {}),
            )
    except IntegrityError as error:
        raise DomainError(_("Ce créneau vient d'être donné : choisissez-en un autre.")) from error
    after = {"slot": slot, "table": place, "waiting": registration.pk if registration else None}
    record(buyer, "walkin.given", by=by, after=after)
    return gift


@transaction.atomic
def decline(buyer, table, slot, *, registration, by):
    """The company whose turn it is does not want to meet this buyer then: the next one is asked."""
    day, on, place = place_at(buyer, table, slot, by)
    first = next_waiting(day, slot, buyer, on)
    if first is None or registration.pk != first.pk:
        raise DomainError(
            _("Ce n'est pas le tour de cette entreprise : la liste d'attente a un ordre publié.")
        )
    gift = DayWalkIn.objects.create(
        day=day,
        buyer=buyer,
        buyer_table=table,
        slot=slot,
        table=place,
        registration=registration,
        declined=True,
        given_by=by,
        given_at=timezone.now(),
    )
    record(registration, "walkin.declined", by=by, after={"slot": slot, "buyer": buyer.pk})
    return gift


@transaction.atomic
def take_back(gift, *, by):
    """They do not come: the slot is free again."""
    check_desk(gift.day, by)
    count, _models = DayWalkIn.objects.filter(pk=gift.pk, declined=False).delete()
    if count:
        record(gift.buyer, "walkin.taken_back", by=by, before={"slot": gift.slot, "table": gift.table})


def place_at(buyer, table, slot, by):
    """(the day, locked; its date today; the table of the room) of a slot that is free, or a DomainError."""
    someone = buyer.people.select_related("registration__day").order_by("pk").first()
    if someone is None:
        raise DomainError(_("Personne de cet acheteur n'est inscrit."))
    day, on = desk_today(someone, by)
    for other, other_table, other_slot, place in free_slots(day, timezone.now()):
        if (other.pk, other_table, other_slot) == (buyer.pk, table, slot):
            return day, on, place
    raise DomainError(_("Ce créneau n'est plus libre : choisissez-en un autre."))


def check_visitor(day, first, organisation, person, mail):
    if first is not None:
        raise DomainError(
            _("%(name)s est présente et attend une place : proposez-lui d'abord ce créneau.")
            % {"name": first.organisation}
        )
    for name, value in (("organisation", organisation), ("person", person), ("mail", mail)):
        if not value.strip():
            raise DomainError(_("Remplissez les trois champs."), field=name)
    each = desk_limits(timezone.localdate()).walkins_each
    if DayWalkIn.objects.filter(day=day, mail=mail.strip().lower()).count() >= each:
        raise DomainError(
            _("Cette adresse a déjà reçu %(count)d créneaux, le plus possible.") % {"count": each},
            field="mail",
        )


def check_most(day):
    most = desk_limits(timezone.localdate()).walkins
    if DayWalkIn.objects.filter(day=day, declined=False).count() >= most:
        raise DomainError(
            _("%(count)d créneaux ont été donnés sur place, le plus possible.") % {"count": most}
        )


def erase_due(at):
    """Erase what visitors left once the days kept after the last date are over; returns how many."""
    today = paris(at).date()
    kept = today - timedelta(days=desk_limits(today).walkin_days)
    days = Day.objects.filter(walk_ins__registration=None, walk_ins__erased_at=None).distinct().order_by("pk")
    return sum(erase_of(day, at) for day in days if dates_of(day)[-1] < kept)


@transaction.atomic
def erase_of(day, at):
    rows = DayWalkIn.objects.filter(day=day, registration=None, erased_at=None)
    count = rows.update(organisation="", person="", mail="", erased_at=at)
    if count:
        record(day, "walkin.erased", by=None, after={"count": count})
    return count
