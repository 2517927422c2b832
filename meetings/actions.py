"""The life of a one-to-one meeting: the only place that writes its status, its people and the time they give.

Locks are taken in one order, need, meeting, people, so that no two actions wait for each other.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from meetings.admission.freed import offer_next, place_of
from meetings.checks import (
    answering_side,
    check_open,
    check_own_time,
    check_pair,
    check_proposer,
    check_two_people,
)
from meetings.delays import answer_deadline
from meetings.enums import LIVE_MEETING, MEETING_TRANSITIONS, MeetingSide, MeetingStatus, MoveStatus
from meetings.equality import settle
from meetings.holding import confirm_time, holds, release
from meetings.hours import check_hours
from meetings.lengths import settle_length
from meetings.messages import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingCountered,
    MeetingDeclined,
    MeetingExpired,
    MeetingProposed,
)
from meetings.models import Meeting
from meetings.occupation import slots_to_come
from meetings.permissions import side_in, side_of, speakers_of
from meetings.places import checked_place
from meetings.rounds import add_slots, round_of, take_part, written
from meetings.slots import check_slots
from needs.actions import forget_meeting, note_meeting
from needs.enums import LEFT_EXCHANGES
from needs.models import Need
from suppliers.models import Solution

ONE_LIVE = "meetings_meeting_one_live"
NEED_ENDED = gettext_lazy(
    "Les échanges sur ce besoin sont terminés (%(state)s) : les rendez-vous à venir sont annulés pour toutes les "
    "entreprises."
)


@transaction.atomic
def propose_meeting(
    need, company, *, by, slots, place_kind, place, message="", solution=None, length_reason=""
):
    """Open a proposal between the buyer of an open need and a company, from the side that `by` speaks for.

    `slots` is a list of 1 to 5 (starts_at, ends_at), aware datetimes. Returns the Meeting, in status PROPOSED.
    """
    at = timezone.now()
    need = lock_need(need.pk)
    check_open(need)
    side = side_of(by, need.buyer, company)
    solution = held_solution(solution)
    check_pair(need, company, side, solution)
    check_two_people(by, need.buyer, company)
    check_slots(slots, at)
    check_hours(slots, at)
    check_own_time(by, slots, at)
    meeting = insert_meeting(
        need=need,
        buyer=need.buyer,
        company=company,
        solution=solution,
        started_by=side,
        awaiting=side.other,
        message=message,
        place_kind=place_kind,
        place=checked_place(place_kind, place),
        expires_at=answer_deadline(at, slots),
    )
    add_slots(meeting, slots, side)
    settle_length(meeting, slots, side, length_reason, by)
    take_part(meeting, by, side)
    record(meeting, "meeting.proposed", by=by, after=round_of(meeting, slots, side))
    MeetingProposed(meeting).send_to(speakers_of(meeting.organisation_on(side.other)))
    return meeting


def held_solution(solution):
    """The solution as it stands, locked: nobody hands it over to another company meanwhile. None stays None."""
    if solution is None:
        return None
    return Solution.objects.select_for_update(of=("self",), no_key=True).get(pk=solution.pk)


def insert_meeting(**fields):
    """The database refuses a second live meeting of a pair, even when both are proposed at the same moment."""
    try:
        with transaction.atomic():
            return Meeting.objects.create(**fields)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != ONE_LIVE:
            raise
        raise DomainError(
            _(
                "Une proposition ou un rendez-vous est déjà en cours entre vous pour ce besoin : "
                "répondez-y, ou annulez-le avant d'en proposer un autre."
            )
        ) from error


@transaction.atomic
def accept_slot(meeting, slot, *, by, equal=None, length_reason=""):
    """Confirm one slot of the current round. The exclusion constraint decides who gets the time of a person.

    `equal` says what a buyer offers to the other companies (`meetings.equality`), where there are any; `length_reason`
    why that buyer grants a company another length than the others have.
    """
    at = timezone.now()
    meeting = lock_with_need(meeting)
    check_transition(meeting, MeetingStatus.CONFIRMED, MEETING_TRANSITIONS)
    side = answering_side(meeting, by, at)
    slot = meeting.slots.filter(pk=slot.pk, round=meeting.round).first()
    if slot is None:
        raise DomainError(_("Ce créneau ne fait plus partie des propositions : rechargez la page."))
    if slot.starts_at <= at:
        raise DomainError(_("Ce créneau est déjà passé : choisissez-en un autre ou proposez-en d'autres."))
    check_proposer(meeting, side.other)
    settle(meeting, side, equal, by)
    if side == MeetingSide.BUYER:
        settle_length(meeting, [(slot.starts_at, slot.ends_at)], side, length_reason, by)
    if not is_received(meeting, side):
        take_part(meeting, by, side)
    people = list(User.objects.filter(participations__meeting=meeting).order_by("pk"))
    confirm_time(meeting, slot, people, slots_to_come(meeting, meeting.round, at), at)
    meeting.status = MeetingStatus.CONFIRMED
    meeting.starts_at, meeting.ends_at = slot.starts_at, slot.ends_at
    store(meeting, "status", "starts_at", "ends_at")
    note_meeting(meeting.need, meeting.company, meeting.starts_at)
    record(
        meeting,
        "meeting.confirmed",
        by=by,
        before={"status": MeetingStatus.PROPOSED},
        after={"status": meeting.status, "side": side, "slots": written([(slot.starts_at, slot.ends_at)])},
    )
    MeetingConfirmed(meeting).send_to(people)
    return meeting


@transaction.atomic
def propose_other_slots(meeting, *, by, slots, place_kind=None, place=None, message="", length_reason=""):
    """Answer with other slots, and another place if given: the other side is awaited in its turn.

    The message is that of the new round; the trail keeps the one that it replaces.
    """
    at = timezone.now()
    meeting = lock_with_need(meeting)
    check_transition(meeting, MeetingStatus.CONFIRMED, MEETING_TRANSITIONS)
    side = answering_side(meeting, by, at)
    given_back = place_of(meeting)
    release(meeting)
    check_slots(slots, at)
    check_hours(slots, at)
    check_own_time(by, slots, at)
    settle_length(meeting, slots, side, length_reason, by)
    if place_kind is not None:
        meeting.place_kind, meeting.place = place_kind, checked_place(place_kind, place)
    before = {"message": meeting.message} if meeting.message else None
    meeting.message, meeting.opening = message, None
    meeting.round += 1
    meeting.awaiting = side.other
    meeting.expires_at = answer_deadline(at, slots)
    store(meeting, "message", "opening", "place_kind", "place", "round", "awaiting", "expires_at")
    add_slots(meeting, slots, side)
    take_part(meeting, by, side)
    record(meeting, "meeting.countered", by=by, before=before, after=round_of(meeting, slots, side))
    offer_next(meeting, given_back, at)
    MeetingCountered(meeting).send_to(speakers_of(meeting.organisation_on(side.other)))
    return meeting


@transaction.atomic
def decline_meeting(meeting, *, by, reason):
    """Say no to a proposal, with a reason that the other side reads."""
    at = timezone.now()
    meeting = lock_with_need(meeting)
    check_transition(meeting, MeetingStatus.DECLINED, MEETING_TRANSITIONS)
    side = answering_side(meeting, by, at)
    end(meeting, MeetingStatus.DECLINED, side, by=by, verb="meeting.declined", reason=reason)
    MeetingDeclined(meeting).send_to(speakers_of(meeting.organisation_on(side.other)))
    return meeting


@transaction.atomic
def cancel_meeting(meeting, *, by, reason, leaver=None):
    """Either side (or the system, when `leaver` goes) gives a proposal or a coming meeting up, whatever became of the
    need."""
    meeting = lock_with_need(meeting)
    check_transition(meeting, MeetingStatus.CANCELLED, MEETING_TRANSITIONS)
    side = side_in(by, meeting) if by is not None else None
    if by is not None and side is None:
        raise DomainError(_("Seules les deux organisations qui se rencontrent peuvent annuler."))
    if meeting.ends_at is not None and meeting.ends_at <= timezone.now():
        raise DomainError(_("Ce rendez-vous est passé : il ne peut plus être annulé."))
    end(
        meeting,
        MeetingStatus.CANCELLED,
        side,
        by=by,
        verb="meeting.cancelled",
        reason=reason,
        leaver=leaver,
    )
    if meeting.starts_at is not None:
        forget_meeting(meeting.need, meeting.company, meeting.starts_at)
    others = [each for each in MeetingSide if each != side]
    MeetingCancelled(meeting).send_to(concerned(meeting, others))
    return meeting


def cancel_for_need(pk):
    """The need left its exchanges: end its proposals and meetings to come, with notice; returns how many."""
    need = Need.objects.filter(pk=pk, status__in=LEFT_EXCHANGES).first()
    if need is None:
        return 0
    reason = NEED_ENDED % {"state": need.get_status_display()}
    rows = Meeting.objects.filter(need=need, status__in=LIVE_MEETING).order_by("pk")
    return sum(cancel_if_to_come(meeting, reason) for meeting in rows)


@transaction.atomic
def cancel_if_to_come(meeting, reason):
    meeting = lock_with_need(meeting)
    past = meeting.ends_at is not None and meeting.ends_at <= timezone.now()
    if past or meeting.status not in LIVE_MEETING:
        return False
    cancel_meeting(meeting, by=None, reason=reason)
    return True


def expire_due_meetings(at):
    """End the proposals whose answer did not come before `at`; returns how many."""
    overdue = list(Meeting.objects.overdue(at).order_by("expires_at", "pk").values_list("pk", flat=True))
    return sum(expire_meeting(pk, at) for pk in overdue)


@transaction.atomic
def expire_meeting(pk, at):
    """End one proposal if it is still overdue once locked; True when it was. One that somebody is answering, or
    whose need somebody holds, is left to the next sweep."""
    needs = Need.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(meetings=pk)
    if needs.order_by("pk").first() is None:
        return False
    meeting = (
        Meeting.objects.overdue(at)
        .with_names()
        .select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk)
        .first()
    )
    if meeting is None:
        return False
    check_transition(meeting, MeetingStatus.EXPIRED, MEETING_TRANSITIONS)
    meeting.status = MeetingStatus.EXPIRED
    given_back = place_of(meeting)
    release(meeting)
    store(meeting, "status")
    record(
        meeting,
        "meeting.expired",
        by=None,
        before={"status": MeetingStatus.PROPOSED},
        after={"status": meeting.status},
    )
    MeetingExpired(meeting).send_to(concerned(meeting, MeetingSide))
    offer_next(meeting, given_back, at)
    return True


def lock_need(pk):
    """The need, held as it is until the transaction ends: it cannot be closed meanwhile."""
    return (
        Need.objects.select_for_update(of=("self",), no_key=True)
        .select_related("buyer__organisation")
        .get(pk=pk)
    )


def lock_meeting(meeting):
    return Meeting.objects.select_for_update(of=("self",)).with_names().get(pk=meeting.pk)


def lock_with_need(meeting):
    lock_need(meeting.need_id)
    return lock_meeting(meeting)


def is_received(meeting, side):
    """True when the hours held are those of somebody of that side, who still speaks for it: that person receives,
    whoever of the side accepts."""
    host = meeting.participants.filter(side=side).values("user")
    return holds(meeting) and speakers_of(meeting.organisation_on(side)).filter(pk__in=host).exists()


def end(meeting, status, side, *, by, verb, reason, leaver=None):
    """Write an end that somebody decided, and why."""
    if not reason.strip():
        raise DomainError(_("Dites pourquoi : l'autre organisation le lira."), field="reason")
    before = meeting.status
    meeting.status, meeting.reason, meeting.ended_by = status, reason, side or ""
    given_back = place_of(meeting)
    release(meeting)
    meeting.moves.live().update(status=MoveStatus.WITHDRAWN)
    store(meeting, "status", "reason", "ended_by")
    record(
        meeting,
        verb,
        by=by,
        before={"status": before},
        after={"status": status, "side": side or ""},
        reason=reason,
    )
    offer_next(meeting, given_back, timezone.now(), leaver)


def store(meeting, *fields):
    """Save the fields with the next SEQUENCE: a calendar keeps the highest that it has seen."""
    meeting.sequence += 1
    meeting.save(update_fields=[*fields, "sequence", "updated_at"])


def concerned(meeting, sides):
    """Those who take part, and everybody who speaks for the given sides."""
    people = list(User.objects.filter(participations__meeting=meeting))
    for side in sides:
        people += speakers_of(meeting.organisation_on(side))
    return people
