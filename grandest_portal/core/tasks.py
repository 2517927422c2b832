"""The house's own tasks: run what is due, seal the audit trail, forget what is finished."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from grandest_portal.core import audit, jobs
from grandest_portal.core.models import Job, JobStatus, SentPage

KEEP_FINISHED_JOBS = timedelta(days=7)
KEEP_SENT_PAGES = timedelta(days=1)


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


@shared_task(name="core.forget_sent_pages")
def forget_sent_pages():
    deleted, _details = SentPage.objects.filter(sent_at__lt=timezone.now() - KEEP_SENT_PAGES).delete()
    return deleted
