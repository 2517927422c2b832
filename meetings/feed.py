"""The calendar that a person follows from their own program: made, renewed, revoked, and what it holds."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import vDuration

from grandest_portal.accounts.models import Membership, User
from grandest_portal.accounts.models.addresses import digest_of
from grandest_portal.core.audit import record
from grandest_portal.reference.models import Parameter
from meetings.calendar import PUBLISH, event_of, new_calendar
from meetings.enums import AGREED_MEETING, MeetingStatus
from meetings.models import CalendarFeed, Meeting

PAST, PAST_DAYS = "calendar_feed_past_days", 90
MOST = 1000
REFRESH = timedelta(hours=1)


def lock_person(user):
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


@transaction.atomic
def open_feed(user):
    """A new address for the person, in place of the one before; returns its secret, which nothing can tell again."""
    lock_person(user)
    token = secrets.token_hex(32)
    _feed, is_new = CalendarFeed.objects.update_or_create(
        user=user, defaults={"digest": digest_of(token), "created_at": timezone.now()}
    )
    record(user, "calendar.opened" if is_new else "calendar.renewed", by=user)
    return token


@transaction.atomic
def close_feed(user):
    """The address opens nothing any more; True when there was one."""
    lock_person(user)
    closed = bool(CalendarFeed.objects.filter(user=user).delete()[0])
    if closed:
        record(user, "calendar.closed", by=user)
    return closed


def person_of(token):
    """The active person whose calendar this secret opens, or None."""
    feed = CalendarFeed.objects.filter(digest=digest_of(token), user__is_active=True)
    feed = feed.select_related("user").first()
    return feed.user if feed else None


def past_days(on):
    """How long a meeting that is over stays in the calendar, on the date `on`."""
    try:
        value = Parameter.objects.value(PAST, on)
    except LookupError:
        return PAST_DAYS
    return value if type(value) is int and value >= 0 else PAST_DAYS


def meetings_of(user, at):
    """The meetings in which the person takes part, agreed on or cancelled since, for an organisation that is theirs
    still; those long over are left out."""
    own = Membership.objects.approved().valid(timezone.localdate(at)).filter(user=user)
    own = own.values("organisation")
    rows = Meeting.objects.with_names().filter(participants__user=user)
    rows = rows.filter(Q(buyer__organisation__in=own) | Q(company__organisation__in=own))
    rows = rows.filter(status__in=[*AGREED_MEETING, MeetingStatus.CANCELLED], starts_at__isnull=False)
    since = at - timedelta(days=past_days(timezone.localdate(at)))
    return rows.filter(ends_at__gt=since).order_by("starts_at", "pk")[:MOST]


def calendar_for(user, at):
    """bytes: the calendar of one person, which names nobody as attendee."""
    calendar = new_calendar(PUBLISH)
    calendar.add("x-wr-calname", _("Rendez-vous"))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for meeting in meetings_of(user, at):
        calendar.add_component(event_of(meeting, PUBLISH, None))
    return calendar.to_ical()
