"""Tasks of the accounts room: what ends when its time has come."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from grandest_portal.accounts.actions import end_due_delegations, expire_due_invitations


@shared_task(name="accounts.end_due")
def end_due(at=None):
    """End delegations and invitations whose time is over at `at` (ISO 8601 with its offset; now by default)."""
    moment = timezone.now() if at is None else datetime.fromisoformat(at)
    return end_due_delegations(timezone.localdate(moment)), expire_due_invitations(moment)
