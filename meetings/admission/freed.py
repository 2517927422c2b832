"""The waiting list of a call: a place that is given back is offered to the next company in the published order, which
alone may take it until it answers, or its hours are over; then to the one after.

An offer is a proposal like another (`Meeting`) that holds its time: it is made in the transaction that frees the place,
so that nobody finds it free in between. Whoever calls holds the need and the meeting.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.reference.models import Parameter
from meetings.admission.messages import PlaceOffered
from meetings.enums import ENDED_WITHOUT, MeetingSide, MeetingStatus, OccupationState
from meetings.holding import lock_resources, take
from meetings.models import BookingCall, Meeting, Opening, PlaceOffer
from meetings.occupation import person
from meetings.openings.offers import Offer, Offers, openings_of
from meetings.permissions import speakers_of
from meetings.rounds import add_slots, round_of, take_part
from meetings.slots import paris

HOURS, DEFAULT_HOURS = "booking_offer_hours", 48


@dataclass(frozen=True)
class Place:
    """Time that a meeting holds or has, of an opening, with those who receive then (« user:12 »)."""

    opening: Any
    slot: tuple
    takers: frozenset


class Unavailable(Exception):
    """Somebody was faster for the time of the host or the seat of the company."""


def hours_to_answer(on):
    """How long an offer waits for its answer."""
    try:
        value = Parameter.objects.value(HOURS, on)
    except LookupError:
        return DEFAULT_HOURS
    return value if type(value) is int and 1 <= value <= 720 else DEFAULT_HOURS


def place_of(meeting):
    """The Place that a meeting takes, its opening locked; ask before the meeting is released, and before people are
    locked. None where it takes none of an opening."""
    if meeting.opening_id is None:
        return None
    opening = Opening.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.opening_id)
    rows = dict(meeting.occupations.live().values_list("resource", "during"))
    if not rows:
        return None
    during = next(iter(rows.values()))
    return Place(opening, (during.lower, during.upper), frozenset(rows))


def drawn_call(meeting, opening):
    """The call whose order decides on that opening for the need of the meeting, once drawn; or None."""
    calls = BookingCall.objects.filter(need=meeting.need_id, drawn_at__isnull=False, openings=opening)
    return calls.first()


def passes_on(meeting):
    """True when the place of a meeting would be offered to others, were it given back."""
    return meeting.opening_id is not None and drawn_call(meeting, meeting.opening_id) is not None


def offer_next(meeting, place, at, leaver=None):
    """Offer the place that `meeting` just gave back to the next in order; returns the new Meeting, or None.

    `leaver` receives nobody any more. Where places suffice for all that wait, they may simply choose one.
    """
    call = drawn_call(meeting, place.opening) if place is not None and meeting.need.is_open else None
    if call is None:
        return None
    before = PlaceOffer.objects.filter(meeting=meeting).first()
    freed = before.freed if before is not None else meeting
    waiting = waiting_for(call, freed)
    openings = openings_of(meeting.buyer.organisation).filter(calls=call)
    if not waiting or Offers(openings, at=at, other=None).count() > len(waiting):
        return None
    for wish in waiting:
        offers = Offers(openings, at=at, other=wish.company.organisation, company=wish.company)
        offer = offers.named(Offer(place.opening, *place.slot).key)
        made = offered_to(wish, freed, offer, offers, place, leaver) if offer is not None else None
        if made is not None:
            return made
    return None


def waiting_for(call, freed):
    """[BookingWish] of those without a meeting about the need, in order; neither who had this place, or its offer,
    before, nor who gave up another of the same call: those that had none come first."""
    served = Meeting.objects.filter(need=call.need_id).exclude(status__in=ENDED_WITHOUT).values("company")
    gave_up = Meeting.objects.filter(
        need=call.need_id,
        opening__isnull=False,
        status=MeetingStatus.CANCELLED,
        ended_by=MeetingSide.COMPANY,
    ).values("company")
    offered = PlaceOffer.objects.filter(freed=freed).values("meeting__company")
    rows = call.wishes.exclude(company__in=served).exclude(company__in=offered).exclude(rank=None)
    rows = (
        rows.exclude(company=freed.company_id)
        .exclude(company__in=gave_up)
        .select_related("company__organisation")
        .order_by("rank")
    )
    return list(rows)


def offered_to(wish, freed, offer, offers, place, leaver):
    """The Meeting that holds the place for one company; None when it cannot take it."""
    people = speakers_of(wish.company.organisation)
    if not people.exists():
        return None
    try:
        with transaction.atomic():
            return make_offer(wish, freed, offer, offers, place, leaver, people)
    except Unavailable:
        return None


def make_offer(wish, freed, offer, offers, place, leaver, people):
    opening, at = offer.opening, offers.at
    meeting = Meeting.objects.create(
        need=freed.need,
        buyer=freed.buyer,
        company=wish.company,
        opening=opening,
        started_by=MeetingSide.BUYER,
        awaiting=MeetingSide.COMPANY,
        place_kind=opening.place_kind,
        place=opening.place,
        expires_at=min(at + timedelta(hours=hours_to_answer(paris(at).date())), offer.starts_at),
    )
    host = host_for(meeting, offer, offers, place, leaver)
    add_slots(meeting, [offer.slot], MeetingSide.BUYER)
    take_part(meeting, host, MeetingSide.BUYER)
    PlaceOffer.objects.create(call=wish.call, freed=freed, meeting=meeting, rank=wish.rank)
    after = round_of(meeting, [offer.slot], MeetingSide.BUYER)
    record(meeting, "meeting.offered", by=None, after=after)
    told = {"company": wish.company_id, "rank": wish.rank, "meeting": meeting.pk, "freed": freed.pk}
    record(wish.call, "booking.offered", by=None, after={**told, "until": meeting.expires_at})
    PlaceOffered(meeting).send_to(people)
    return meeting


def host_for(meeting, offer, offers, place, leaver):
    """Hold the time of who received at that hour before, else of another host; returns that User."""
    hosts = [pk for pk in offers.hosts[offer.opening.pk] if leaver is None or pk != leaver.pk]
    lock_resources(hosts, meeting.company_id)
    if offers.is_free(offer):
        for host in sorted(hosts, key=lambda pk: (person(pk) not in place.takers, pk)):
            if not offers.near(person(host), offer) and take(
                meeting, offer.slot, [host], OccupationState.HELD
            ):
                return User.objects.get(pk=host)
    raise Unavailable
