"""A version computed in the worker: the solver runs in a process of its own, its steps are written as they come.

A version that waits is begun once. Whatever ends the work ends the version: a result, a sentence, a stop; a worker that
dies leaves it to `sweep`. What comes back after that is thrown away.
"""

import logging
import threading
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.days.asking import asked_of
from meetings.days.limits import day_limits
from meetings.days.plan_enums import PlanStatus
from meetings.days.plans import entry_parts, tables_used
from meetings.days.turning import lock_plan, turn_plan
from meetings.models import DayMeeting, DayPair, DayPlan
from meetings.timetable import telling
from meetings.timetable.process import RATIO, SPARE, Failure, compute

logger = logging.getLogger(__name__)

# Of processor; the process is ended after twice as long by the clock, before the worker's own limit of 840 s.
MOST_SECONDS = 400
LOOK_EVERY = 1.0


class Stopped(Exception):
    """The organiser asked to stop, or the version is not computed any more."""


class Watch:
    """Writes the steps of a computation; ends its process once the organiser asks."""

    def __init__(self, pk):
        self.pk = pk
        self.over = threading.Event()
        self.stopped = False
        self.thread = None

    def tell(self, sentence):
        """One step. The row says whether to go on."""
        rows = DayPlan.objects.filter(pk=self.pk, status=PlanStatus.COMPUTING, stop_asked_at=None)
        if not rows.update(progress=sentence):
            self.stopped = True
            raise Stopped

    def started(self, child):
        self.thread = threading.Thread(target=self.look, args=[child], daemon=True)
        self.thread.start()

    def look(self, child):
        try:
            while not self.over.wait(LOOK_EVERY):
                if not self.goes_on():
                    self.stopped = True
                    child.kill()
                    return
        finally:
            connection.close()

    def goes_on(self):
        rows = DayPlan.objects.filter(pk=self.pk)
        return not rows.exclude(status=PlanStatus.COMPUTING, stop_asked_at=None).exists()

    def end(self):
        self.over.set()
        if self.thread is not None:
            self.thread.join()


def compute_plan(pk):
    """Compute the version `pk`; True when it has its timetable now."""
    plan = begin(pk)
    if plan is None:
        return False
    watch = Watch(pk)
    seconds = min(MOST_SECONDS, SPARE + RATIO * int(plan.limit))
    try:
        found = compute(asked_of(plan), tell=watch.tell, started=watch.started, seconds=seconds)
    except Stopped:
        return stop(pk)
    except Failure as failure:
        return stop(pk) if watch.stopped else fail(pk, str(failure))
    except SoftTimeLimitExceeded:
        return fail(pk, telling.failure("time"))
    except Exception:
        fail(pk, telling.failure("crashed"))
        raise
    finally:
        watch.end()
    return store(pk, found)


@transaction.atomic
def begin(pk):
    """The version, from now on computed here; None when it is not to be computed."""
    plan = DayPlan.objects.filter(pk=pk).first()
    if plan is None:
        return None
    plan = lock_plan(plan)
    if plan.status == PlanStatus.COMPUTING:
        # The job comes back only when the worker that had begun is gone.
        turn_plan(plan, PlanStatus.FAILED, "plan.failed", by=None, **failed(telling.failure("killed")))
        return None
    if plan.status != PlanStatus.WAITING:
        return None
    return turn_plan(plan, PlanStatus.COMPUTING, "plan.started", by=None, started_at=timezone.now())


def failed(sentence):
    return {"failure": sentence, "progress": "", "ended_at": timezone.now()}


@transaction.atomic
def fail(pk, sentence):
    plan = at_work(pk)
    if plan is not None:
        turn_plan(plan, PlanStatus.FAILED, "plan.failed", by=None, reason=sentence, **failed(sentence))
    return False


@transaction.atomic
def stop(pk):
    plan = at_work(pk)
    if plan is not None:
        end_stopped(plan)
    return False


def end_stopped(plan):
    turn_plan(plan, PlanStatus.STOPPED, "plan.stopped", by=None, progress="", ended_at=timezone.now())


def at_work(pk):
    """The version, locked, while it is computed; None once something else has ended it."""
    plan = lock_plan(DayPlan(pk=pk))
    return plan if plan.status == PlanStatus.COMPUTING else None


@transaction.atomic
def store(pk, found):
    """Keep what the solver gave. Asked to stop meanwhile: it was too late to spare work, yet nothing is kept."""
    plan = at_work(pk)
    if plan is None:
        return False
    if plan.stop_asked_at is not None:
        end_stopped(plan)
        return False
    write_meetings(plan, found.pop("meetings"))
    found["notes"] = [str(telling.warning(name)) for name in found.pop("warnings")]
    for lost in found.get("lost", ()):
        lost["cause"] = str(telling.cause(lost))
    turn_plan(
        plan,
        PlanStatus.DRAFT,
        "plan.computed",
        by=None,
        solver=found["solver"],
        progress="",
        ended_at=timezone.now(),
        answer=plan.answer | found,
    )
    return True


def write_meetings(plan, lines):
    """The lines of the solver as DayMeetings: a pair is the same row in every version of its day."""
    tables = tables_used(plan)
    parts = [(entry_parts(each["buyer"]), entry_parts(each["company"])[0], each) for each in lines]
    pairs = pairs_of(plan.day_id, [(buyer, company) for (buyer, _table), company, _line in parts])
    DayMeeting.objects.bulk_create(
        DayMeeting(
            plan=plan,
            pair_id=pairs[buyer, company],
            buyer_id=buyer,
            company_id=company,
            buyer_table=buyer_table,
            slot=line["slot"],
            table=tables[line["table"]],
        )
        for (buyer, buyer_table), company, line in parts
    )


def pairs_of(day_pk, wanted):
    """{(buyer, company): number of their DayPair}; those that never met before are made."""
    DayPair.objects.bulk_create(
        (DayPair(day_id=day_pk, buyer_id=buyer, company_id=company) for buyer, company in wanted),
        ignore_conflicts=True,
    )
    rows = DayPair.objects.filter(day=day_pk).values_list("buyer", "company", "pk")
    return {(buyer, company): pk for buyer, company, pk in rows}


def sweep(at):
    """Say of each version without news for too long that nothing will come; returns how many."""
    since = at - timedelta(minutes=day_limits(timezone.localdate(at)).plan_minutes)
    silent = DayPlan.objects.at_work().filter(asked_at__lt=since).order_by("pk")
    return sum(give_up(pk, since) for pk in silent.values_list("pk", flat=True))


@transaction.atomic
def give_up(pk, since):
    plan = lock_plan(DayPlan(pk=pk))
    if (
        plan.status not in (PlanStatus.WAITING, PlanStatus.COMPUTING)
        or (plan.started_at or plan.asked_at) >= since
    ):
        return 0
    sentence = (
        _("Le calcul n'a pas commencé à temps : demandez-le de nouveau.")
        if plan.status == PlanStatus.WAITING
        else telling.failure("killed")
    )
    turn_plan(plan, PlanStatus.FAILED, "plan.failed", by=None, reason=sentence, **failed(sentence))
    return 1
