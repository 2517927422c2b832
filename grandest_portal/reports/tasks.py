"""One message for all that was reported in between."""

from celery import shared_task

from grandest_portal.notifications.messages import moderators
from grandest_portal.notifications.models import Notification
from grandest_portal.reports.messages import ReportsWaiting
from grandest_portal.reports.models import Case, Report


@shared_task(name="reports.tell_moderators")
def tell_moderators():
    """Tell moderators what was reported since the last message and still waits; returns how many people were told."""
    last = Notification.objects.filter(kind=ReportsWaiting.kind).order_by("-created_at").first()
    reports = Report.objects.filter(case__in=Case.objects.open())
    if last is not None:
        reports = reports.filter(created_at__gt=last.created_at)
    count = reports.count()
    if not count:
        return 0
    return ReportsWaiting(count, Case.objects.open().count()).send_to(moderators())
