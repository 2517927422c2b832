"""The one periodic task that looks at every queue of the desk at once."""

from datetime import datetime

from celery import shared_task
from django.contrib import admin
from django.utils import timezone
from django.utils.text import capfirst

from grandest_portal.notifications.messages import moderators
from grandest_portal.notifications.models import Notification
from grandest_portal.notifications.moderation_messages import ModerationOverdue
from grandest_portal.reference.working_days import is_working


@shared_task(name="pages.alert_overdue")
def alert_overdue(at=None):
    """Tell each moderator, once on a working day, what has waited longer than promised. Returns how many were told."""
    moment = timezone.now() if at is None else datetime.fromisoformat(at)
    today = timezone.localdate(moment)
    late = tuple(
        (capfirst(queue["label"]), queue["overdue"]) for queue in admin.site.queues() if queue["overdue"]
    )
    if not late or not is_working(today):
        return 0
    told = Notification.objects.filter(kind=ModerationOverdue.kind, created_at__date=today).values("user")
    return ModerationOverdue(late).send_to(moderators().exclude(pk__in=told))
