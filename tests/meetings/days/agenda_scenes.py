"""A timetable that is published again with other places, as publishing does it, without the solver."""

from django.db.models import F
from django.utils import timezone

from meetings.days.agenda_lines import agenda_of
from meetings.days.plan_enums import PlanStatus
from meetings.models import DayMeeting, DayPair, DayPlan
from tests.meetings.days.scenes import closed_day, with_plan


def planned_day(**values):
    """(day, plan): two buyers, three companies, six meetings; the first company registered answers every need."""
    day = closed_day(**values)
    return day, with_plan(day)


def republished(plan, moved=None, dropped=(), answer=None):
    """The next version: `moved` {pair: (slot, table)}, `dropped` pairs, the rest as it was."""
    moved = {pair.pk: place for pair, place in (moved or {}).items()}
    gone = [pair.pk for pair in dropped]
    old = list(plan.meetings.all())
    DayPlan.objects.filter(pk=plan.pk).update(status=PlanStatus.REPLACED)
    new = DayPlan.objects.create(
        day=plan.day,
        number=plan.number + 1,
        base=plan,
        status=PlanStatus.PUBLISHED,
        problem=plan.problem,
        input_digest=plan.input_digest,
        seed=1,
        limit=5,
        answer=answer or {},
        asked_at=timezone.now(),
        published_at=timezone.now(),
    )
    for row in old:
        if row.pair_id in gone:
            continue
        slot, table = moved.get(row.pair_id, (row.slot, row.table))
        DayMeeting.objects.create(
            plan=new,
            pair_id=row.pair_id,
            buyer_id=row.buyer_id,
            company_id=row.company_id,
            buyer_table=row.buyer_table,
            slot=slot,
            table=table,
        )
    DayPair.objects.filter(pk__in=[*moved, *gone]).update(sequence=F("sequence") + 1)
    return new


def company_of(day, place=0):
    return day.registrations.admitted().of_side("company").order_by("pk")[place]


def buyer_of(day, place=0):
    return day.registrations.admitted().of_side("buyer").order_by("pk")[place]


def first_line(registration, plan):
    return agenda_of(registration, plan)[0]
