"""Opening a dashboard, and the things that it counts."""

from datetime import timedelta

from django.utils import timezone

from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting
from suppliers.models import AccessRequest
from tests.factories import NeedFactory

DASHBOARD = "/tableau-de-bord/"
MINE = "/mes-besoins/"


def organisation_of(user):
    return user.memberships.get().organisation


def opened(client, user):
    client.force_login(user)
    return client.get(DASHBOARD)


def sections(client, user):
    return opened(client, user).context["sections"]


def groups_of(section):
    return {group.anchor: group for group in section.groups}


def labels(group):
    return [task.label for task in group.tasks]


def meeting(buyer, company, awaiting=MeetingSide.BUYER, status=MeetingStatus.PROPOSED, days=2):
    start = timezone.now() + timedelta(days=days)
    timed = {"starts_at": start, "ends_at": start + timedelta(minutes=30)}
    return Meeting.objects.create(
        need=NeedFactory(buyer=buyer, published=True),
        buyer=buyer,
        company=company,
        status=status,
        started_by=awaiting.other,
        awaiting=awaiting,
        expires_at=start,
        **(timed if status == MeetingStatus.CONFIRMED else {}),
    )


def asked_for(solution, organisation, **fields):
    """A buyer's organisation asks for what the solution gives on request."""
    return AccessRequest.objects.create(
        solution=solution, organisation=organisation, reason="Pour nos écoles.", **fields
    )


def need_in(buyer, status, **fields):
    extra = {"consultation_url": "https://profil.example/1", "direct_purchase_article": "R2122-8"}
    return NeedFactory(buyer=buyer, status=status, published_at=timezone.now(), **extra, **fields)


def closing_in(buyer, days, **fields):
    until = timezone.localdate() + timedelta(days=days)
    return NeedFactory(buyer=buyer, published=True, sourcing_open_until=until, **fields)


def rows_of_state(client, url):
    """How many rows the list that an address opens holds, all pages together."""
    return client.get(url).context["page_obj"].paginator.count
