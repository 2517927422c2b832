"""The calendar that a person follows: its page, its new address, its end, and the calendar itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from grandest_portal.core.dates import day
from grandest_portal.core.limits import limited
from meetings.feed import calendar_for, close_feed, open_feed, past_days, person_of
from meetings.models import CalendarFeed


@require_safe
def calendar_page(request):
    return shown(request)


def shown(request, link=""):
    """The page of the calendar; `link` is the new address, shown this once."""
    feed = CalendarFeed.objects.filter(user=request.user).first()
    context = {
        "since": day(timezone.localdate(feed.created_at)) if feed else "",
        "link": link,
        "past_days": past_days(timezone.localdate()),
        "crumbs": [
            {"label": _("Rendez-vous"), "url": reverse("meetings:list")},
            {"label": _("Suivre dans mon agenda")},
        ],
    }
    return render(request, "meetings/feeds/calendar.html", context)


@require_POST
def calendar_open(request):
    """A new address; the answer is the page itself, for the address is never shown again."""
    token = open_feed(request.user)
    return shown(request, settings.SITE_URL + reverse("meetings:calendar_feed", args=[token]))


@require_POST
def calendar_close(request):
    if close_feed(request.user):
        messages.success(
            request, _("L'adresse est révoquée : les agendas qui la suivent ne liront plus rien.")
        )
    return redirect("meetings:calendar")


@login_not_required
@require_safe
@limited("agenda")
def calendar_feed(request, token):
    """For programs, which have no session: whoever holds the address reads the calendar of its person."""
    user = person_of(token)
    if user is None:
        raise Http404
    with translation.override(user.language or settings.LANGUAGE_CODE):
        content = calendar_for(user, timezone.now())
    headers = {
        "Cache-Control": "private, max-age=300",
        "Content-Disposition": 'inline; filename="agenda.ics"',
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
