"""Reading one's notices."""

from django.db import transaction
from django.utils import timezone

from grandest_portal.notifications.models import Notification


@transaction.atomic
def mark_read(user, *, pk=None):
    """Mark one notice of `user` read, or all of them; returns how many changed."""
    rows = Notification.objects.visible_to(user).unread()
    if pk is not None:
        rows = rows.filter(pk=pk)
    return rows.update(read_at=timezone.now())
