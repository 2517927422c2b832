"""The life of a version of a day's timetable: asked, stopped, published. `computing.py` does the work in between.

A day is locked before its versions. The bounds, the figures and the proofs are the solver's; nobody writes them.
"""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from meetings.days.actions import check_organiser, lock_day
from meetings.days.asking import check_asked, problem_again, whole_problem
from meetings.days.enums import DayStatus
from meetings.days.limits import day_limits
from meetings.days.plan_enums import PLAN_TRANSITIONS, PlanKind, PlanStatus
from meetings.days.plans import hand_placed, published_plan
from meetings.days.problem import digest_of_problem
from meetings.days.publishing import publish_plan
from meetings.days.turning import lock_plan, turn_plan
from meetings.days.wishes import takes_wishes
from meetings.models import DayPlan

__all__ = ["ask_plan", "publish_plan", "stop_plan"]

ONE_AT_WORK = "meetings_dayplan_one_at_work"


def ask_plan(day, *, by, kind=PlanKind.WHOLE, base=None, changes=None, early=False):
    """Queue a computation, of the whole day (`base`: the version whose hand-placed meetings keep their hour) or of what
    is left of the published version (`changes`: as `replan_timetable` reads them). `early` confirms a computation
    before the wishes are over. One at a time for a day: the constraint decides."""
    try:
        with transaction.atomic():
            return ask(day, by, PlanKind(kind), base, changes, early)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != ONE_AT_WORK:
            raise
        raise DomainError(
            _("Un calcul est déjà en cours pour cette journée : attendez sa fin, ou arrêtez-le.")
        ) from error


def ask(day, by, kind, base, changes, early):
    day = lock_day(day)
    check_organiser(day, by)
    check_moment(day, kind, base, early)
    if kind == PlanKind.AGAIN:
        problem, tables = problem_again(day, base), None
    else:
        problem, tables = whole_problem(day, base)
    # The data hold wishes: their digest alone would let somebody try every wish. The salt is kept with them.
    answer = {"salt": secrets.token_hex(16), "tables": tables, "placed": hand_placed(base) if base else []}
    plan = DayPlan(
        day=day,
        number=next_number(day),
        kind=kind,
        base=base,
        problem=problem,
        changes=changes,
        input_digest=digest_of_problem(problem),
        seed=secrets.randbelow(2**31),
        limit=day_limits(timezone.localdate()).plan_work,
        answer=answer,
        asked_by=by,
        asked_at=timezone.now(),
    )
    check_asked(plan)
    plan.save(force_insert=True)
    record(plan, "plan.asked", by=by, after=told(plan))
    enqueue("meetings.compute_plan", plan.pk)
    return plan


def told(plan):
    """What the audit trail keeps of a version: never its data, which hold wishes."""
    names = ("day_id", "number", "kind", "status", "base_id", "input_digest", "seed", "limit")
    return {name: getattr(plan, name) for name in names}


def next_number(day):
    """Under the lock of the day."""
    return (day.plans.aggregate(last=Max("number"))["last"] or 0) + 1


def check_moment(day, kind, base, early):
    """DomainError unless a computation of this kind has a sense now."""
    published = published_plan(day)
    if day.status not in (DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING):
        raise DomainError(
            _("Un planning se calcule une fois les inscriptions closes, jusqu'à la fin de la journée.")
        )
    if kind == PlanKind.AGAIN:
        if published is None or base is None or base.pk != published.pk:
            raise DomainError(_("Un nouveau calcul part du planning publié : rechargez la page."))
        return
    if base is not None and base.day_id != day.pk:
        raise DomainError(_("Cette version est celle d'une autre journée."))
    if day.status == DayStatus.RUNNING and published is not None:
        raise DomainError(
            _("La journée a commencé : seul ce qui reste se calcule de nouveau, à partir du planning publié.")
        )
    if takes_wishes(day, timezone.now()) and not early:
        raise DomainError(
            _("Les souhaits se disent encore : confirmez que vous voulez calculer avant leur fin."),
            field="early",
        )


@transaction.atomic
def stop_plan(plan, *, by):
    """End a computation: at once while it waits, else as soon as the worker reads it (a second, or a step)."""
    day = lock_day(plan.day)
    check_organiser(day, by)
    plan = lock_plan(plan)
    at = timezone.now()
    if plan.status == PlanStatus.WAITING:
        return turn_plan(plan, PlanStatus.STOPPED, "plan.stopped", by=by, stop_asked_at=at, ended_at=at)
    check_transition(plan, PlanStatus.STOPPED, PLAN_TRANSITIONS)
    if plan.stop_asked_at is None:
        plan.stop_asked_at = at
        plan.save(update_fields=["stop_asked_at"])
        record(plan, "plan.stop_asked", by=by)
    return plan
