"""Reading one's notices; forgetting mails that left long ago."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from grandest_portal.notifications.enums import EmailStatus
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.reference.models import Parameter

TRACE = "mail_trace_days"


@transaction.atomic
def mark_read(user, *, pk=None):
    """Mark one notice of `user` read, or all of them; returns how many changed."""
    rows = Notification.objects.visible_to(user).unread()
    if pk is not None:
        rows = rows.filter(pk=pk)
    return rows.update(read_at=timezone.now())


def forget_sent_mails(at):
    """Delete the traces (addressees, subject) of the mails sent longer ago than the parameter says; how many."""
    days = Parameter.objects.value(TRACE, timezone.localdate(at))
    old = OutgoingEmail.objects.filter(status=EmailStatus.SENT, sent_at__lt=at - timedelta(days=days))
    return old.delete()[0]
