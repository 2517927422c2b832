"""The house's own tasks: run what is due, seal the audit trail, forget what is finished."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from grandest_portal.core import audit, jobs, kept, once
from grandest_portal.core.models import Job, JobStatus

KEEP_FINISHED_JOBS = timedelta(days=7)


@shared_task(name="core.run_due_jobs")
def run_due_jobs():
    return jobs.run_due_jobs()


@shared_task(name="core.seal_audit")
def seal_audit():
    return audit.seal_entries()


@shared_task(name="core.purge_jobs")
def purge_jobs():
    deleted, _details = Job.objects.filter(
        status=JobStatus.DONE, finished_at__lt=timezone.now() - KEEP_FINISHED_JOBS
    ).delete()
    return deleted


@shared_task(name="core.forget_sent_forms")
def forget_sent_forms():
    return once.forget_sent_forms(timezone.now())


@shared_task(name="core.renew_kept")
def renew_kept():
    """Compute again the kept answers that somebody read when they were no longer fresh; how many."""
    wanted = kept.take_wanted()
    for task, args in wanted:
        jobs.task_named(task)(*args)
    return len(wanted)
