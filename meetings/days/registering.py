"""Registrations of a meeting day, and how its places are given: by the published rule, never by a choice.

No action here admits one organisation rather than another: `settle` follows the order that the rule and the committed
seed give, `promote` the same order when a place is free again. A day is locked before its registrations.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import SAVED_MEANWHILE
from grandest_portal.core.transitions import check_transition
from meetings.days.actions import lock_day, move
from meetings.days.enums import REGISTRATION_TRANSITIONS, DayStatus, RegistrationStatus
from meetings.days.hours import midnight_after, registers_at, slots_of, tables_count
from meetings.days.limits import day_limits
from meetings.days.messages import PlaceDecided
from meetings.days.order import ordered
from meetings.days.permissions import registers_for, side_of_organisation
from meetings.enums import MeetingSide
from meetings.models import DayAccess, DayPerson, DayRegistration
from meetings.permissions import speakers_of
from needs.models import Need


@transaction.atomic
def register(day, *, by, version=None, languages, people, tables=0, needs=()):
    """Register the organisation for which `by` speaks, or change its registration while the window lasts.

    `people` are users of the organisation, `needs` those that a company answers, `tables` those of a buyer.
    """
    day = lock_day(day)
    read_again(by)
    check_window(day)
    organisation = registers_for(by, day)
    if organisation is None:
        raise DomainError(
            _("Une journée accueille des acheteurs et des entreprises, inscrits par une personne validée.")
        )
    side = side_of_organisation(organisation)
    registration = day.registrations.filter(organisation=organisation).first()
    if registration is None:
        registration = DayRegistration(day=day, organisation=organisation, side=side)
    elif registration.status == RegistrationStatus.WITHDRAWN:
        check_transition(registration, RegistrationStatus.REGISTERED, REGISTRATION_TRANSITIONS)
    elif version != registration.version:
        raise Conflict(SAVED_MEANWHILE, current=registration)
    check_content(day, organisation, side, languages, people, tables, needs)
    return store(registration, by, languages, people, tables, needs)


def store(registration, by, languages, people, tables, needs):
    is_new = registration.pk is None or registration.status == RegistrationStatus.WITHDRAWN
    before = None if registration.pk is None else told(registration)
    if registration.pk is not None:
        registration.version += 1
    registration.status, registration.withdrawn_at = RegistrationStatus.REGISTERED, None
    registration.languages = sorted(languages)
    registration.tables = tables if registration.side == MeetingSide.BUYER else 0
    registration.save()
    registration.needs.set(needs)
    keep_people(registration, people)
    verb = "registration.made" if is_new else "registration.changed"
    record(registration, verb, by=by, before=before, after=told(registration))
    return registration


def keep_people(registration, people):
    """Those who stay keep their absences and what they said of their access; buyers' tables are filled in turn."""
    registration.people.exclude(user__in=people).delete()
    standing = {each.user_id: each for each in registration.people.all()}
    for number, user in enumerate(people):
        table = number % max(registration.tables, 1) + 1
        person = standing.get(user.pk) or DayPerson(registration=registration, user=user)
        person.table = table
        person.save()


def check_window(day):
    if day.status != DayStatus.OPEN or not registers_at(day, timezone.now()):
        raise DomainError(_("Les inscriptions à cette journée ne sont pas ouvertes."))


def check_content(day, organisation, side, languages, people, tables, needs):
    limits = day_limits(timezone.localdate())
    if not languages:
        raise DomainError(_("Choisissez au moins une langue."), field="languages")
    if not 1 <= len(people) <= limits.people:
        raise DomainError(_("Inscrivez de 1 à %(most)d personnes.") % {"most": limits.people}, field="people")
    known = set(speakers_of(organisation).values_list("pk", flat=True))
    if any(each.pk not in known for each in people):
        raise DomainError(_("Inscrivez des personnes validées de votre organisation."), field="people")
    if side == MeetingSide.BUYER:
        most = min(limits.buyer_tables, tables_count(day), len(people))
        if not 1 <= tables <= most:
            raise DomainError(
                _("Demandez de 1 à %(most)d tables : une personne au moins à chacune.") % {"most": most},
                field="tables",
            )
        return
    offered = set(needs_offered(day).values_list("pk", flat=True))
    if not 1 <= len(needs) <= limits.needs or any(each.pk not in offered for each in needs):
        raise DomainError(
            _("Choisissez de 1 à %(most)d besoins, parmi ceux des acheteurs inscrits.")
            % {"most": limits.needs},
            field="needs",
        )


def needs_offered(day):
    """The open needs of the buyers that are registered, in the order of their numbers: none stands out."""
    buyers = day.registrations.live().of_side(MeetingSide.BUYER).values("organisation")
    return Need.objects.published().filter(buyer__organisation__in=buyers).order_by("pk")


@transaction.atomic
def withdraw(registration, *, by):
    """Leave the day, before its timetable; the place goes to the next of the published order."""
    day = lock_day(registration.day)
    registration = locked(registration)
    if by is not None:
        read_again(by)
        check_own(registration, by)
    if day.status not in (DayStatus.OPEN, DayStatus.CLOSED):
        raise DomainError(_("Le planning est fait ou la journée est passée : prévenez l'organisateur."))
    check_transition(registration, RegistrationStatus.WITHDRAWN, REGISTRATION_TRANSITIONS)
    before = registration.status
    registration.status, registration.withdrawn_at = RegistrationStatus.WITHDRAWN, timezone.now()
    registration.version += 1
    registration.save(update_fields=["status", "withdrawn_at", "version"])
    record(registration, "registration.withdrawn", by=by, before={"status": before})
    DayAccess.objects.filter(person__registration=registration).delete()
    if day.drawn_at is not None:
        promote(day, registration.side)
    return registration


@transaction.atomic
def write_absences(person, *, slots, by):
    """The numbers of the slots at which somebody is not there; whoever writes for the organisation may say it."""
    day = lock_day(person.registration.day)
    read_again(by)
    check_own(person.registration, by)
    if day.status not in (DayStatus.OPEN, DayStatus.CLOSED):
        raise DomainError(_("Le planning est fait : prévenez l'organisateur."))
    known = {each.number for each in slots_of(day)}
    slots = sorted(set(slots))
    if not set(slots) <= known:
        raise DomainError(_("Choisissez des créneaux de cette journée."), field="slots")
    person = DayPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before, person.absent = person.absent, slots
    person.save(update_fields=["absent"])
    record(
        person.registration, "registration.absences", by=by, before={"slots": before}, after={"slots": slots}
    )
    return person


@transaction.atomic
def write_access(person, *, kinds, words, by):
    """What a person needs to take part, said by nobody else. No word of it enters the audit trail."""
    if person.user_id != by.pk:
        raise DomainError(_("Chacun dit ses propres besoins d'accès."))
    day = lock_day(person.registration.day)
    if day.status in (DayStatus.OVER, DayStatus.CANCELLED):
        raise DomainError(_("Cette journée est passée ou annulée."))
    words = words.strip()
    if not kinds and not words:
        DayAccess.objects.filter(person=person).delete()
        return None
    access, _is_new = DayAccess.objects.update_or_create(
        person=person, defaults={"kinds": sorted(kinds), "words": words}
    )
    return access


@transaction.atomic
def settle(day, at):
    """End the registrations of a day whose window is over, and give its places in the order of the rule."""
    day = lock_day(day)
    if day.status != DayStatus.OPEN or at < midnight_after(day.registration_until):
        return False
    order = {}
    for side in (MeetingSide.BUYER, MeetingSide.COMPANY):
        rows = ordered(day, side)
        for rank, (group, registration) in enumerate(rows, start=1):
            registration.group, registration.rank = group, rank
            registration.save(update_fields=["group", "rank"])
        order[str(side)] = [each.reference for _group, each in rows]
    move(day, DayStatus.CLOSED, "day.closed", by=None, drawn_at=at)
    record(day, "day.drawn", by=None, after={"secret": day.secret, "order": order})
    for side in (MeetingSide.BUYER, MeetingSide.COMPANY):
        promote(day, side)
        for registration in waiting_of(day, side).filter(status=RegistrationStatus.REGISTERED):
            decide(registration, RegistrationStatus.WAITING, "registration.waiting", at)
    return True


def promote(day, side):
    """Admit from the head of the order as long as the next one fits; the first that does not holds the others."""
    left = places_left(day, side)
    for registration in waiting_of(day, side):
        need = max(registration.tables, 1)
        if need > left:
            return
        decide(registration, RegistrationStatus.ADMITTED, "registration.admitted", timezone.now())
        left -= need


def waiting_of(day, side):
    """Those without a place, in their order."""
    rows = day.registrations.of_side(side).exclude(rank=None).select_related("organisation", "day")
    undecided = [RegistrationStatus.REGISTERED, RegistrationStatus.WAITING]
    return rows.filter(status__in=undecided).order_by("rank")


def places_left(day, side):
    """Tables for buyers, companies for companies."""
    admitted = day.registrations.of_side(side).admitted()
    if side == MeetingSide.BUYER:
        return tables_count(day) - sum(admitted.values_list("tables", flat=True))
    return day.companies_most - admitted.count()


def decide(registration, status, verb, at):
    check_transition(registration, status, REGISTRATION_TRANSITIONS)
    before = registration.status
    registration.status, registration.decided_at = status, at
    registration.save(update_fields=["status", "decided_at"])
    after = {"status": status, "rank": registration.rank, "group": registration.group}
    record(registration, verb, by=None, before={"status": before}, after=after)
    PlaceDecided(registration).send_to(speakers_of(registration.organisation))


def locked(registration):
    rows = DayRegistration.objects.select_for_update(of=("self",)).select_related("day", "organisation")
    return rows.get(pk=registration.pk)


def check_own(registration, by):
    organisation = registers_for(by, registration.day)
    if organisation is None or organisation.pk != registration.organisation_id:
        raise DomainError(_("Cette inscription est celle d'une autre organisation."))


def told(registration):
    return {
        "status": registration.status,
        "languages": registration.languages,
        "tables": registration.tables,
        "needs": sorted(registration.needs.values_list("pk", flat=True)),
        "people": registration.people.count(),
    }
