"""The windows of grouped mails, ended without waiting."""

from grandest_portal.core.jobs import task_named
from grandest_portal.core.models import Job, JobStatus

WINDOWS = ("needs.tell_buyer", "needs.tell_invited", "follow.tell_news")


def end_windows():
    """Do the work of every window that is open, as the worker at its end; returns how many there were."""
    jobs = list(Job.objects.filter(name__in=WINDOWS, status=JobStatus.PENDING).order_by("pk"))
    for job in jobs:
        task_named(job.name)(*job.args)
        Job.objects.filter(pk=job.pk).delete()
    return len(jobs)
