"""The notification centre."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from grandest_portal.core.listing import page_of
from grandest_portal.notifications.actions import mark_read
from grandest_portal.notifications.models import Notification


@require_safe
def notification_list(request):
    rows = Notification.objects.visible_to(request.user).for_list()
    return render(
        request,
        "notifications/list.html",
        {
            "page": page_of(request, rows),
            "unread": Notification.objects.visible_to(request.user).unread().count(),
        },
    )


@require_POST
def notification_open(request, pk):
    """Mark the notice read and go to its page."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    mark_read(request.user, pk=notification.pk)
    if notification.path and url_has_allowed_host_and_scheme(notification.path, {request.get_host()}):
        return redirect(notification.path)
    return redirect("notifications:list")


@require_POST
def notification_read_all(request):
    mark_read(request.user)
    return redirect("notifications:list")
