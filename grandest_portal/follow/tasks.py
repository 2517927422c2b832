"""Tasks of the follow room: each makes one domain call."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from grandest_portal.follow import actions


@shared_task(name="follow.send_alerts")
def send_alerts(at=None):
    """Send the alerts that are due at `at` (ISO 8601 with its offset; now by default)."""
    return actions.send_alerts(timezone.now() if at is None else datetime.fromisoformat(at))


@shared_task(name="follow.tell_news")
def tell_news(pk):
    """The end of a person's window."""
    actions.tell_news(pk)
