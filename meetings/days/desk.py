"""Absences, late arrivals and lost tables said at the desk of a day, and what they change for the timetable.

Each is a row of the slots that it takes from the moment at which it was said. One that reaches the last slot is an
absence until the end, one that does not is a late arrival: « until » is never the last slot.
"""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.days.checkin import check_desk
from meetings.days.enums import RegistrationStatus
from meetings.days.hours import slots_of, tables_count
from meetings.days.problem import company_id, table_id
from meetings.enums import MeetingSide
from meetings.models import DayAbsence


class AwayKind(models.TextChoices):
    ABSENT = "absent", gettext_lazy("Absence à partir de ce créneau, jusqu'à la fin")
    LATE = "late", gettext_lazy("Retard : arrivée pour ce créneau")


def first_to_come(day, at):
    """The number of the first slot that has not begun; that of the end when all have."""
    slots = slots_of(day)
    return next((each.number for each in slots if each.starts_at > at), len(slots))


@transaction.atomic
def say_away(registration, *, kind, slot, by, table=None):
    """Somebody is not there from `slot` on, or comes for `slot` only; `table`: that table of a buyer alone. What was
    said before of the same kind holds no longer."""
    day = check_desk(registration.day, by)
    check_away(registration, table)
    kind, now, end = AwayKind(kind), first_to_come(day, timezone.now()), len(slots_of(day))
    least = now if kind == AwayKind.ABSENT else now + 1
    if not least <= slot < end:
        raise DomainError(_("Choisissez un créneau à venir de cette journée."), field="slot")
    for other in said_of(registration).filter(buyer_table=table):
        if kind_of(other, end) == kind:
            withdraw(other, by)
    taken = range(slot, end) if kind == AwayKind.ABSENT else range(now, slot)
    absence = DayAbsence.objects.create(
        day=day,
        registration=registration,
        buyer_table=table,
        slots=list(taken),
        said_by=by,
        said_at=timezone.now(),
    )
    record(registration, "desk.away", by=by, after={"kind": kind, "slots": absence.slots, "table": table})
    return absence


def check_away(registration, table):
    if registration.status != RegistrationStatus.ADMITTED:
        raise DomainError(_("Cette organisation n'a pas de place : elle n'a pas de rendez-vous à perdre."))
    if table is not None and not 1 <= table <= registration.tables:
        raise DomainError(_("Cette organisation n'a pas cette table."), field="table")


@transaction.atomic
def say_table_lost(day, *, table, slot, by):
    """A table of a room cannot be used from `slot` on."""
    day = check_desk(day, by)
    now, end = first_to_come(day, timezone.now()), len(slots_of(day))
    if not now <= slot < end:
        raise DomainError(_("Choisissez un créneau à venir de cette journée."), field="slot")
    if not 1 <= table <= tables_count(day):
        raise DomainError(_("Choisissez une table de cette journée."), field="table")
    for other in live(day).filter(table=table):
        withdraw(other, by)
    absence = DayAbsence.objects.create(
        day=day, table=table, slots=list(range(slot, end)), said_by=by, said_at=timezone.now()
    )
    record(day, "desk.table_lost", by=by, after={"table": table, "slots": absence.slots})
    return absence


@transaction.atomic
def withdraw_absence(absence, *, by):
    """They come after all, or the table can be used again. Withdrawn twice, it is withdrawn once."""
    check_desk(absence.day, by)
    rows = DayAbsence.objects.select_for_update(of=("self",)).select_related("registration", "day")
    absence = rows.get(pk=absence.pk)
    if absence.withdrawn_at is None:
        withdraw(absence, by)
    return absence


def withdraw(absence, by):
    absence.withdrawn_at = timezone.now()
    absence.save(update_fields=["withdrawn_at"])
    thing = absence.registration or absence.day
    verb = "desk.back" if absence.registration_id else "desk.table_back"
    record(thing, verb, by=by, before={"slots": absence.slots, "table": absence.table or absence.buyer_table})


def live(day):
    """The absences of a day that hold, the latest last."""
    rows = DayAbsence.objects.filter(day=day, withdrawn_at=None)
    return rows.select_related("registration__organisation", "day").order_by("said_at", "pk")


def said_of(registration):
    return live(registration.day).filter(registration=registration)


def kind_of(absence, end):
    """Whether an absence of an organisation is one until the end of a day of `end` slots, or a late arrival."""
    return AwayKind.ABSENT if absence.slots[-1] == end - 1 else AwayKind.LATE


def changes_of(day, now, fill_only=False):
    """The data of `changes.json` (docs/timetable.md) from slot `now` on, people and tables as `problem_of` names
    them."""
    end = len(slots_of(day))
    changes = {"now": now, "absent": [], "late": [], "lost_tables": [], "fill_only": fill_only}
    for row in live(day):
        if row.table is not None:
            changes["lost_tables"].append({"table": row.table - 1, "from": row.slots[0]})
            continue
        for name in entries_of(row):
            if kind_of(row, end) == AwayKind.ABSENT:
                changes["absent"].append({"id": name, "from": row.slots[0]})
            else:
                changes["late"].append({"id": name, "until": row.slots[-1] + 1})
    return changes


def entries_of(absence):
    """The names in the problem of those who are away."""
    registration = absence.registration
    if registration.status != RegistrationStatus.ADMITTED:
        return []
    if registration.side == MeetingSide.COMPANY:
        return [company_id(registration)]
    tables = [absence.buyer_table] if absence.buyer_table else range(1, registration.tables + 1)
    return [table_id(registration.pk, table) for table in tables]
