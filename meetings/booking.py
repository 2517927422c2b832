"""Asking for a slot that the other side opened: the request holds it until the answer, or until it expires."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from meetings.actions import held_solution, insert_meeting, lock_need
from meetings.checks import check_open, check_pair, check_two_people
from meetings.delays import answer_deadline
from meetings.enums import MeetingSide, OccupationState
from meetings.holding import lock_resources, take
from meetings.messages import SlotRequested
from meetings.models import Opening
from meetings.occupation import person
from meetings.openings.offers import Offers, openings_of
from meetings.permissions import side_of, speakers_of
from meetings.rounds import add_slots, round_of, take_part
from meetings.turns import call_of, why_not_yet


class SlotTaken(DomainError):
    """Somebody else has the slot; the page shows the nearest that are left."""


def offering(need, company, side):
    """The organisation whose openings the side `side` asks."""
    return need.buyer.organisation if side == MeetingSide.COMPANY else company.organisation


def offers_for(need, company, *, by, side, at):
    """The Offers that `by`, of the side `side`, reads about a need: of a buyer that attached openings to it, those."""
    openings = openings_of(offering(need, company, side))
    call = call_of(need) if side == MeetingSide.COMPANY else None
    if call is not None:
        openings = openings.filter(calls=call)
    asking = company.organisation if side == MeetingSide.COMPANY else need.buyer.organisation
    return Offers(openings, at=at, other=asking, asking=by, company=company)


def why_closed(need, company, side, at):
    """The sentence that keeps a company from the hours of a need for now, or ""; a buyer waits for nothing."""
    call = call_of(need) if side == MeetingSide.COMPANY else None
    return why_not_yet(call, company, lambda: places_of(need, call, at), at) if call is not None else ""


def places_of(need, call, at):
    """How many slots of a call are free, whoever looks."""
    openings = openings_of(need.buyer.organisation).filter(calls=call)
    return Offers(openings, at=at, other=None).count()


@transaction.atomic
def book_slot(need, company, key, *, by, message="", solution=None):
    """Ask for the slot that `key` names, which is held from now on; returns the Meeting, in status PROPOSED.

    Who gets a slot that several want is decided by the exclusion constraint, not by what was free when read.
    """
    at = timezone.now()
    need = lock_need(need.pk)
    check_open(need)
    side = side_of(by, need.buyer, company)
    solution = held_solution(solution)
    check_pair(need, company, side, solution)
    check_two_people(by, need.buyer, company)
    closed = why_closed(need, company, side, at)
    if closed:
        raise DomainError(closed)
    offers = offers_for(need, company, by=by, side=side, at=at)
    offer = offers.named(key)
    if offer is None:
        raise SlotTaken(_("Ce créneau n'est plus ouvert : choisissez-en un autre."))
    Opening.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.opening.pk)
    meeting = insert_meeting(
        need=need,
        buyer=need.buyer,
        company=company,
        solution=solution,
        opening=offer.opening,
        started_by=side,
        awaiting=side.other,
        message=message,
        place_kind=offer.opening.place_kind,
        place=offer.opening.place,
        expires_at=answer_deadline(at, [offer.slot]),
    )
    add_slots(meeting, [offer.slot], side)
    take_part(meeting, by, side)
    take_part(meeting, hold(meeting, offer, offers, by), side.other)
    record(meeting, "meeting.requested", by=by, after=round_of(meeting, [offer.slot], side))
    SlotRequested(meeting).send_to(speakers_of(meeting.organisation_on(side.other)))
    return meeting


def hold(meeting, offer, offers, by):
    """Hold the slot with the first of its hosts who is free, the least taken before; returns that User."""
    hosts = offers.hosts[offer.opening.pk]
    lock_resources([by.pk, *hosts], meeting.company_id)
    if not offers.is_full(offer):
        taken = offers.occupations[0]
        for host in sorted(hosts, key=lambda pk: (len(taken.get(person(pk), ())), pk)):
            if offer.opening.buffer and offers.near(person(host), offer):
                continue
            if take(meeting, offer.slot, [by.pk, host], OccupationState.HELD):
                return User.objects.get(pk=host)
    raise SlotTaken(_("Ce créneau vient d'être pris. Voici les plus proches encore libres."))
