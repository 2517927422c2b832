"""The windows of grouped mails, ended without waiting."""

from django.utils import timezone

from grandest_portal.core.jobs import nudge, task_named
from grandest_portal.core.models import Job, JobStatus

WINDOWS = ("needs.tell_buyer", "needs.tell_invited", "follow.tell_news")


def opened():
    return Job.objects.filter(name__in=WINDOWS, status=JobStatus.PENDING)


def make_windows_due():
    """Let a worker end every window that is open."""
    if opened().update(run_at=timezone.now()):
        nudge()


def end_windows():
    """Do the work of every window that is open, as the worker at its end; returns how many there were."""
    jobs = list(opened().order_by("pk"))
    for job in jobs:
        task_named(job.name)(*job.args)
        Job.objects.filter(pk=job.pk).delete()
    return len(jobs)
