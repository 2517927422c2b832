"""A buyer and a company around one need, and their meeting in each state, made through the actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from grandest_portal.reference.models import Parameter
from meetings import actions
from meetings.booking import book_slot
from meetings.enums import PlaceKind
from meetings.openings.actions import open_hours
from meetings.openings.offers import Offer
from meetings.slots import PARIS
from tests.factories import CompanyFactory, MembershipFactory, NeedFactory, PublicBuyerFactory

# Monday 1 February 2027, 9 h in Paris.
NOW = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
VIDEO = {"place_kind": PlaceKind.VIDEO, "place": "https://visio.example/salle"}
REASON = "L'agent compétent est absent ce mois-ci."


def any_hour():
    """Meetings at every hour, as a service that never closes would have it."""
    for key, hour in [("meeting_earliest_hour", 0), ("meeting_latest_hour", 24)]:
        Parameter.objects.create(key=key, label=key, value=hour, starts_on=date(2020, 1, 1))


def slot(days, hour, minute=0, length=30):
    """(start, end) `days` days from today at that Paris time, `length` minutes long."""
    day = timezone.now().astimezone(PARIS).date() + timedelta(days=days)
    starts_at = datetime.combine(day, time(hour, minute), tzinfo=PARIS).astimezone(UTC)
    return starts_at, starts_at + timedelta(minutes=length)


@dataclass
class Pair:
    """`agent` and `colleague` speak for the buyer, `manager` and `partner` for the company."""

    need: Any
    company: Any
    agent: Any
    colleague: Any
    manager: Any
    partner: Any

    def propose(self, by=None, slots=None, **fields):
        return actions.propose_meeting(
            self.need,
            self.company,
            by=by or self.agent,
            slots=slots or [slot(9, 10), slot(9, 14), slot(10, 9)],
            **{**VIDEO, **fields},
        )

    def book(self, opening, moment, by=None, **fields):
        """The company asks for a slot of the buyer, or the buyer's agent for one of the company."""
        return book_slot(self.need, self.company, key_of(opening, moment), by=by or self.manager, **fields)

    def confirm(self, meeting=None, by=None, number=0):
        meeting = meeting or self.propose()
        chosen = meeting.slots.filter(round=meeting.round).order_by("starts_at")[number]
        return actions.accept_slot(meeting, chosen, by=by or self.manager)


def pair(agent=None, manager=None, **need):
    """A new need and a new company; with `agent` or `manager`, of an organisation that stands already."""
    buyer = agent.memberships.get().organisation.buyer if agent else PublicBuyerFactory()
    company = manager.memberships.get().organisation.company if manager else CompanyFactory()
    return Pair(
        need=NeedFactory(buyer=buyer, **{"published": True, **need}),
        company=company,
        agent=agent or member(buyer),
        colleague=member(buyer),
        manager=manager or member(company),
        partner=member(company),
    )


def opened(both, by=None, department=None, **fields):
    """An opening of the buyer's agent, or of `by`: each Wednesday from 9 h to 11 h, in slots of half an hour."""
    by = by or both.agent
    host = {"department": department} if department is not None else {"agent": by}
    rule = {
        "weekday": 2,
        "on": None,
        "opens_at": time(9),
        "closes_at": time(11),
        "zone": "Europe/Paris",
        "valid_from": date(2027, 2, 1),
        "valid_until": None,
        "length": 30,
        "buffer": 0,
        "notice": 24,
        "most_per_day": 10,
        **VIDEO,
        **fields,
    }
    return open_hours(by=by, **host, **rule)


def key_of(opening, moment):
    """How a page names the slot of an opening that begins at this moment."""
    return Offer(opening, moment, moment).key


def member(holder, **fields):
    """A new person who speaks for the organisation of a buyer or a company; `fields` go to the membership."""
    return MembershipFactory(organisation=holder.organisation, **fields).user


def fresh(user):
    """The same person as a new request would load them, without what the other one remembers."""
    return type(user).objects.get(pk=user.pk)
