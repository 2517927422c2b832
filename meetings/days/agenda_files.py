"""All agendas of a version in one file: asked for on a page, made by a worker, kept as long as the version holds.

Five hundred companies are some six hundred sheets: too long for a page to wait, in a process that may take neither
more processor nor more memory than `documents.worker` allows.
"""

from django.db import transaction
from django.utils import timezone

from grandest_portal.core.audit import record
from grandest_portal.core.documents.produce import ProductionError, produce
from grandest_portal.core.jobs import enqueue
from meetings.days.agenda_prints import SHEETS, all_agendas_document
from meetings.days.enums import DayStatus
from meetings.days.plan_enums import PlanStatus
from meetings.models import DayAgendaFile

# Some ten seconds on an idle machine for 620 sheets; the processor time is limited by the worker itself.
SECONDS = 180


@transaction.atomic
def ask_file(plan, *, by):
    """The DayAgendaFile of a published version; made again where the last try failed."""
    row, is_new = DayAgendaFile.objects.get_or_create(
        plan=plan, defaults={"asked_by": by, "asked_at": timezone.now()}
    )
    if not is_new and row.failed_at is None:
        return row
    if not is_new:
        row.asked_by, row.asked_at, row.failed_at = by, timezone.now(), None
        row.save(update_fields=["asked_by", "asked_at", "failed_at"])
    record(plan.day, "day.agendas_asked", by=by, after={"version": plan.number})
    enqueue("meetings.print_agendas", row.pk, key=str(row.pk))
    return row


def make_file(pk):
    """Made outside any transaction; a file that stands is left alone."""
    row = DayAgendaFile.objects.select_related("plan__day__organiser").filter(pk=pk, made_at=None).first()
    if row is None:
        return False
    rows = DayAgendaFile.objects.filter(pk=pk, made_at=None)
    try:
        content = produce(all_agendas_document(row.plan), "pdf", seconds=SECONDS, layout=SHEETS)
    except ProductionError:
        rows.update(failed_at=timezone.now())
        return False
    rows.update(content=content, made_at=timezone.now(), failed_at=None)
    return True


def forget_files():
    """Files of versions that hold no more, and of days that are over or cancelled; how many."""
    current = DayAgendaFile.objects.filter(plan__status=PlanStatus.PUBLISHED).exclude(
        plan__day__status__in=[DayStatus.OVER, DayStatus.CANCELLED]
    )
    return DayAgendaFile.objects.exclude(pk__in=current.values("pk")).delete()[0]


def forget_files_with(user):
    """A person leaves: the files that name them go, and may be made again."""
    days = user.day_places.values("registration__day")
    return DayAgendaFile.objects.filter(plan__day__in=days).delete()[0]
