"""The clock of accounts."""

from datetime import datetime

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from grandest_portal.accounts.actions import follow_inactive_accounts


@shared_task(name="accounts.follow_inactive")
def follow_inactive(at=None):
    """Warn about, and erase, accounts unused at `at` (ISO 8601 with its offset; now by default)."""
    return follow_inactive_accounts(timezone.now() if at is None else datetime.fromisoformat(at))


@shared_task(name="accounts.purge_sessions")
def purge_sessions(at=None):
    """Forget the sessions that are over: nobody can use them, and they name people."""
    moment = timezone.now() if at is None else datetime.fromisoformat(at)
    return Session.objects.filter(expire_date__lt=moment).delete()[0]
