"""Tasks of the suppliers room: each makes one domain call."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from suppliers import actions
from suppliers.map_counts import renew_numbers


@shared_task(name="suppliers.count_map")
def count_map():
    """Count again what the map of solutions shows."""
    renew_numbers()


@shared_task(name="suppliers.tell_amended")
def tell_amended(pk):
    """The end of the window in which a published sheet was changed."""
    actions.tell_amended(pk)


@shared_task(name="suppliers.follow_confirmations")
def follow_confirmations(at=None):
    """Ask, mark and archive what is due at `at` (ISO 8601 with its offset; now by default)."""
    return actions.follow_confirmations(timezone.now() if at is None else datetime.fromisoformat(at))
