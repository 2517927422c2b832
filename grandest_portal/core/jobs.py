"""Work after the transaction: `enqueue` writes a row with the business change, a worker does it soon after.

A committed row is nudged through the broker at once; beat sweeps what the nudge missed. A worker holds a lease
while it works, so that a killed worker's job is taken up again. Jobs are therefore run at least once: tasks are
idempotent.
"""

import logging
import threading
import time
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from grandest_portal.core.logs import without_personal_data
from grandest_portal.core.models import Job, JobStatus

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=16)
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=5)
MAX_ATTEMPTS = 51
BROKER_REST_SECONDS = 5.0

# After a failed nudge this process leaves the broker alone for a moment: visitors must not wait for it.
broker = {"rest_until": 0.0}
# By name of a task: what is done, with the same arguments, once its job was tried for the last time.
GIVEN_UP = {}
# Set by `enqueue`, cleared by the first call after the commit: one nudge, however many savepoints asked.
asked = threading.local()


def enqueue(name, *args, key="", run_at=None):
    """Ask for the task `name` with JSON `args` once the current transaction commits.

    With a `key`, a job that already waits under the same name and key is kept and no second one is made.
    """
    Job.objects.bulk_create(
        [Job(name=name, args=list(args), key=key, run_at=run_at or timezone.now())],
        ignore_conflicts=bool(key),
    )
    asked.since_nudge = True
    transaction.on_commit(nudge_once, robust=True)


def nudge_once():
    """Nudge for all the jobs of a commit: its other calls find nothing new."""
    if getattr(asked, "since_nudge", False):
        asked.since_nudge = False
        nudge()


def nudge():
    """Tell a worker that work is waiting. Silence is no fault: beat sweeps."""
    if time.monotonic() < broker["rest_until"]:
        return
    try:
        with current_app.connection_for_write(
            connect_timeout=settings.BROKER_TIMEOUT,
            transport_options={
                **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
                "socket_connect_timeout": settings.BROKER_TIMEOUT,
                "socket_timeout": settings.BROKER_TIMEOUT,
                "max_retries": 0,
            },
        ) as broker_connection:
            current_app.send_task("core.run_due_jobs", connection=broker_connection, retry=False, expires=60)
    except (BrokerError, RedisError, OSError) as error:
        broker["rest_until"] = time.monotonic() + BROKER_REST_SECONDS
        logger.warning("broker unavailable, the sweep will do it: %s", type(error).__name__)


def back_off(attempts):
    """Delay before the next try after `attempts` failures: 5 s doubled each time, 5 min at most."""
    return min(FIRST_DELAY * 2 ** min(attempts - 1, 10), LONGEST_DELAY)


def due(at):
    return Q(status=JobStatus.PENDING, run_at__lte=at) | Q(status=JobStatus.RUNNING, lease_until__lt=at)


@transaction.atomic
def claim(at):
    """Take the oldest due job under a lease, or None. Workers never wait for each other (SKIP LOCKED)."""
    job = Job.objects.select_for_update(skip_locked=True).filter(due(at)).order_by("run_at", "id").first()
    if job is None:
        return None
    job.status, job.lease_until, job.attempts = JobStatus.RUNNING, at + LEASE, job.attempts + 1
    job.save(update_fields=["status", "lease_until", "attempts"])
    return job


def task_named(name):
    """The task; outside a worker, the rooms' task modules are not imported until one is asked for."""
    if name not in current_app.tasks:
        current_app.loader.import_default_modules()
    return current_app.tasks[name]


def run_one(at):
    """Claim and do one due job; returns it, or None when nothing is due."""
    job = claim(at)
    if job is None:
        return None
    held = Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING, attempts=job.attempts)
    try:
        task_named(job.name)(*job.args)
    except Exception as error:
        logger.exception("job failed: %s", job.name)
        said = without_personal_data(f"{type(error).__name__}: {error}")[:300].replace("\x00", "")
        told = {"run_at": at + back_off(job.attempts), "lease_until": None, "last_error": said}
        if job.attempts < MAX_ATTEMPTS:
            held.update(status=JobStatus.PENDING, key="", **told)
        else:
            give_up(held, job, told)
    else:
        held.update(status=JobStatus.DONE, finished_at=timezone.now(), lease_until=None, last_error="")
    return job


def give_up(held, job, told):
    """The last try failed: the job says so, with what its room does then. Where that fails too, the lease runs out
    and a worker comes back."""
    try:
        with transaction.atomic():
            failed = held.update(status=JobStatus.FAILED, **told)
            if failed and job.name in GIVEN_UP:
                GIVEN_UP[job.name](*job.args)
    except Exception:
        logger.exception("job not given up: %s", job.name)


def run_due_jobs(at=None, limit=500):
    """Do what is due, one job after the other; returns how many were tried."""
    for done in range(limit):
        if run_one(at or timezone.now()) is None:
            return done
    return limit
