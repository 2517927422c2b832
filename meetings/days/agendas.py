"""Telling agendas: to the people whose agenda a published timetable changes, once for each version.

A version asks for one job per person; each job writes its mail and, in the same transaction, that it was written
(`DayAgendaTold`, one row per person and version). A version that was replaced meanwhile tells nothing any more.
"""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from grandest_portal.core.documents.produce import ProductionError, produce
from grandest_portal.core.jobs import enqueue
from meetings.days.agenda_changes import changes_between_lines, places_of, why_dropped
from meetings.days.agenda_lines import agenda_of, agendas_of, lines_for
from meetings.days.agenda_messages import AgendaTakenOut, AgendaTold
from meetings.days.agenda_prints import SHEETS, person_document
from meetings.days.enums import DayStatus, RegistrationStatus
from meetings.models import DayAgendaTold, DayPerson, DayPlan

__all__ = ["agenda_of", "take_out_agenda", "take_out_agendas", "tell_agenda", "tell_agendas"]

ONCE = "meetings_dayagendatold_once"
AT_ONCE, PAUSE = 20, timedelta(seconds=10)


def published(pk):
    """The plan with its day while it holds; None once it was replaced or the day cancelled."""
    rows = DayPlan.objects.published().select_related("day__organiser")
    return rows.exclude(day__status=DayStatus.CANCELLED).filter(pk=pk).first()


def people_with_place(**values):
    people = DayPerson.objects.filter(
        registration__status=RegistrationStatus.ADMITTED, user__is_active=True, **values
    )
    return people.select_related("user", "registration__organisation").order_by("pk")


def tell_agendas(pk):
    """Ask for a mail to each person whose agenda changed since the version that they were told last; how many."""
    plan = published(pk)
    if plan is None:
        return 0
    people = changed_people(plan)
    for person, run_at in zip(people, moments(len(people)), strict=True):
        enqueue("meetings.tell_agenda", person.pk, plan.pk, key=f"{person.pk}-{plan.pk}", run_at=run_at)
    return len(people)


def moments(count):
    """When each of so many jobs is due: some at once, then as many after each pause, so that a thousand agendas do not
    keep the other mails of the portal waiting."""
    at = timezone.now()
    return [at + PAUSE * (place // AT_ONCE) for place in range(count)]


def changed_people(plan):
    """Those who were never told, and those whose places are not those that they were told last."""
    new, known = agendas_of(plan), {}
    told = last_versions(plan)
    found = []
    for person in people_with_place(registration__day=plan.day):
        version = told.get(person.pk)
        if version is not None and version.pk not in known:
            known[version.pk] = agendas_of(version)
        if version is None or places_for(person, known[version.pk]) != places_for(person, new):
            found.append(person)
    return found


def places_for(person, agendas):
    return places_of(lines_for(person, agendas.get(person.registration_id, [])))


def last_versions(plan, earlier=False):
    """{number of a DayPerson: the version that they were told last}, of those before `plan` alone when asked."""
    rows = DayAgendaTold.objects.filter(plan__day=plan.day).select_related("plan").order_by("told_at", "pk")
    if earlier:
        rows = rows.exclude(plan=plan)
    found = {}
    for row in rows:
        row.plan.day = plan.day
        found[row.person_id] = row.plan
    return found


def tell_agenda(person_pk, plan_pk):
    """Write to one person, unless it was done or the version does not hold any more. The sheet is made before the
    transaction: it takes long."""
    plan, person = published(plan_pk), people_with_place(pk=person_pk).first()
    if plan is None or person is None or person.agendas_told.filter(plan=plan).exists():
        return False
    person.registration.day = plan.day
    return write_agenda(person_pk, plan_pk, sheet_for(person, plan))


def sheet_for(person, plan):
    """The PDF, or nothing: a mail without it says where it is found."""
    with translation.override(person.user.language or settings.LANGUAGE_CODE):
        document = person_document(person, plan, agenda_of(person.registration, plan))
    try:
        return produce(document, "pdf", layout=SHEETS)
    except ProductionError:
        return b""


@transaction.atomic
def write_agenda(person_pk, plan_pk, sheet):
    """The person is locked first: what two versions tell them leaves in the order of the versions."""
    rows = people_with_place(pk=person_pk)
    person = rows.select_for_update(of=("self",), no_key=True).first()
    plan = published(plan_pk)
    if plan is None or person is None:
        return False
    person.registration.day = plan.day
    before = last_versions(plan, earlier=True).get(person.pk)
    lines, changes = lines_for(person, agenda_of(person.registration, plan)), None
    if before is not None:
        changes = changes_since(person, before, plan, lines)
    if (changes is not None and not changes) or not say_told(person, plan):
        return False
    with translation.override(person.user.language or settings.LANGUAGE_CODE):
        AgendaTold(person, plan, tuple(lines), changes, sheet).send_to([person.user])
    return True


def say_told(person, plan):
    """False when another worker, or an earlier try, has told this version to the person."""
    try:
        with transaction.atomic():
            DayAgendaTold.objects.create(person=person, plan=plan, told_at=timezone.now())
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != ONCE:
            raise
        return False
    return True


def changes_since(person, before, plan, lines):
    old = lines_for(person, agenda_of(person.registration, before))
    later = plan.day.plans.ever_public().filter(published_at__gt=before.published_at)
    reasons = why_dropped(person.registration, list(later.order_by("-published_at")))
    return changes_between_lines(old, lines, reasons)


def take_out_agendas(day_pk):
    """The day does not take place: ask for a mail to each person whose last agenda holds a meeting; how many."""
    found = {}
    rows = DayAgendaTold.objects.filter(plan__day=day_pk, plan__day__status=DayStatus.CANCELLED)
    for pk, person_pk in rows.order_by("told_at", "pk").values_list("pk", "person_id"):
        found[person_pk] = pk
    for pk, run_at in zip(found.values(), moments(len(found)), strict=True):
        enqueue("meetings.take_out_agenda", pk, key=str(pk), run_at=run_at)
    return len(found)


@transaction.atomic
def take_out_agenda(pk):
    rows = DayAgendaTold.objects.select_for_update(of=("self",)).filter(pk=pk, taken_out_at=None)
    row = rows.select_related("plan__day__organiser", "person__user", "person__registration").first()
    if row is None:
        return False
    row.person.registration.day = row.plan.day
    row.taken_out_at = timezone.now()
    row.save(update_fields=["taken_out_at"])
    if not lines_for(row.person, agenda_of(row.person.registration, row.plan)):
        return False
    AgendaTakenOut(row.person, row.plan).send_to([row.person.user])
    return True
