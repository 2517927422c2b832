"""Tasks of documents: each makes one call."""

from celery import shared_task
from django.utils import timezone

from grandest_portal.attachments import scanning


@shared_task(name="attachments.scan")
def scan(pk):
    scanning.scan_attachment(pk)


@shared_task(name="attachments.extract")
def extract(pk):
    scanning.extract_text(pk)


@shared_task(name="attachments.scan_waiting")
def scan_waiting():
    return scanning.scan_waiting()


@shared_task(name="attachments.tidy")
def tidy():
    return scanning.tidy(timezone.now())
