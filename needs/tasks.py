"""Tasks of the needs room; each makes one domain call."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from needs.actions import close_due_needs


@shared_task(name="needs.close_due")
def close_due(at=None):
    """Close the needs whose window is over at `at` (ISO 8601 with its offset; now by default)."""
    moment = timezone.now() if at is None else datetime.fromisoformat(at)
    return close_due_needs(moment)
