"""Moving a confirmed meeting: one side asks, the other accepts. Identity and thread stay; the SEQUENCE grows by one
when the time changes, and only then. The old time is given back in the breath that takes the new one."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from meetings.actions import concerned, lock_with_need, store
from meetings.admission.freed import offer_next, place_of
from meetings.checks import check_open, check_own_time, check_two_people
from meetings.delays import answer_deadline
from meetings.enums import MOVE_TRANSITIONS, MeetingSide, MeetingStatus, MoveStatus
from meetings.holding import confirm_time
from meetings.hours import check_hours
from meetings.lengths import settle_length
from meetings.models import MeetingMove
from meetings.move_messages import MeetingMoved, MoveDeclined, MoveExpired, MoveProposed
from meetings.occupation import slots_to_come
from meetings.permissions import side_in, speakers_of
from meetings.rounds import add_slots, written
from meetings.slots import check_slots
from needs.actions import forget_meeting, note_meeting


@transaction.atomic
def propose_move(meeting, *, by, slots, reason, length_reason=""):
    """Ask for another time: 1 to 5 slots, and why; returns the MeetingMove.

    `length_reason` says why it would last longer or shorter than the other meetings about the need.
    """
    at = timezone.now()
    meeting = lock_with_need(meeting)
    side = moving_side(meeting, by, at)
    check_open(meeting.need)
    if meeting.moves.live().exists():
        raise DomainError(_("Un déplacement est déjà demandé : répondez-y, ou retirez-le."))
    if not reason.strip():
        raise DomainError(_("Dites pourquoi : l'autre organisation le lira."), field="reason")
    check_slots(slots, at)
    check_hours(slots, at)
    if (meeting.starts_at, meeting.ends_at) in slots:
        raise DomainError(_("Le rendez-vous est déjà à cette heure : proposez-en une autre."))
    check_own_time(by, slots, at, besides=meeting)
    settle_length(meeting, slots, side, length_reason, by)
    number = meeting.slots.aggregate(last=Max("round"))["last"] or meeting.round
    move = MeetingMove.objects.create(
        meeting=meeting,
        side=side,
        round=number + 1,
        reason=reason,
        expires_at=min(answer_deadline(at, slots), meeting.starts_at),
    )
    add_slots(meeting, slots, side, move.round)
    record(
        meeting,
        "meeting.move_proposed",
        by=by,
        after={"side": side, "slots": written(sorted(slots))},
        reason=reason,
    )
    MoveProposed(meeting, move).send_to(speakers_of(meeting.organisation_on(side.other)))
    return move


@transaction.atomic
def accept_move(move, slot, *, by):
    """Take one of the slots asked for instead of the old time; returns the Meeting."""
    at = timezone.now()
    meeting, move = locked(move)
    check_transition(move, MoveStatus.ACCEPTED, MOVE_TRANSITIONS)
    side = answering(meeting, move, by, at)
    slot = meeting.slots.filter(pk=slot.pk, round=move.round).first()
    if slot is None:
        raise DomainError(_("Ce créneau ne fait plus partie des propositions : rechargez la page."))
    if slot.starts_at <= at:
        raise DomainError(_("Ce créneau est déjà passé : choisissez-en un autre."))
    people = list(User.objects.filter(participations__meeting=meeting).order_by("pk"))
    given_back = place_of(meeting)
    confirm_time(meeting, slot, people, slots_to_come(meeting, move.round, at), at)
    before = [(meeting.starts_at, meeting.ends_at)]
    forget_meeting(meeting.need, meeting.company, meeting.starts_at)
    # Hours agreed on by hand are no longer those of an opening.
    meeting.starts_at, meeting.ends_at, meeting.opening = slot.starts_at, slot.ends_at, None
    store(meeting, "starts_at", "ends_at", "opening")
    note_meeting(meeting.need, meeting.company, meeting.starts_at)
    close(move, MoveStatus.ACCEPTED)
    record(
        meeting,
        "meeting.moved",
        by=by,
        before={"slots": written(before)},
        after={"side": side, "slots": written([(slot.starts_at, slot.ends_at)])},
    )
    MeetingMoved(meeting, move, *before[0]).send_to(people)
    offer_next(meeting, given_back, at)
    return meeting


@transaction.atomic
def decline_move(move, *, by, reason):
    """The meeting stays at its time, and why."""
    meeting, move = locked(move)
    check_transition(move, MoveStatus.DECLINED, MOVE_TRANSITIONS)
    side = answering(meeting, move, by, timezone.now())
    if not reason.strip():
        raise DomainError(_("Dites pourquoi : l'autre organisation le lira."), field="reason")
    close(move, MoveStatus.DECLINED, answer=reason)
    record(meeting, "meeting.move_declined", by=by, after={"side": side}, reason=reason)
    MoveDeclined(meeting, move).send_to(speakers_of(meeting.organisation_on(move.side)))
    return move


@transaction.atomic
def withdraw_move(move, *, by):
    """The side that asked gives the wish up: the meeting stays at its time."""
    meeting, move = locked(move)
    check_transition(move, MoveStatus.WITHDRAWN, MOVE_TRANSITIONS)
    if side_in(by, meeting) != move.side:
        raise DomainError(_("Seule l'organisation qui a demandé le déplacement peut le retirer."))
    close(move, MoveStatus.WITHDRAWN)
    record(meeting, "meeting.move_withdrawn", by=by, after={"side": move.side})
    return move


def expire_due_moves(at):
    """End the wishes to move that nobody answered before `at`; returns how many."""
    overdue = list(MeetingMove.objects.overdue(at).order_by("expires_at", "pk"))
    return sum(expire_move(move, at) for move in overdue)


@transaction.atomic
def expire_move(move, at):
    meeting, move = locked(move)
    if move.status != MoveStatus.PROPOSED or move.expires_at >= at:
        return False
    close(move, MoveStatus.EXPIRED)
    record(meeting, "meeting.move_expired", by=None)
    MoveExpired(meeting, move).send_to(concerned(meeting, MeetingSide))
    return True


def locked(move):
    """(meeting, move) as they stand, the need held too."""
    meeting = lock_with_need(move.meeting)
    return meeting, MeetingMove.objects.select_for_update(of=("self",)).get(pk=move.pk)


def moving_side(meeting, by, at):
    """The side for which `by` may ask to move the meeting; DomainError otherwise."""
    side = side_in(by, meeting)
    if side is None:
        raise DomainError(_("Seules les deux organisations qui se rencontrent peuvent déplacer."))
    check_two_people(by, meeting.buyer, meeting.company)
    if meeting.status != MeetingStatus.CONFIRMED:
        raise DomainError(_("Seul un rendez-vous confirmé se déplace."))
    if meeting.starts_at <= at:
        raise DomainError(_("Ce rendez-vous a commencé : il ne peut plus être déplacé."))
    return side


def answering(meeting, move, by, at):
    side = moving_side(meeting, by, at)
    check_open(meeting.need)
    if side != move.awaiting:
        raise DomainError(
            _("La réponse est attendue de l'autre organisation : vous pouvez seulement retirer la demande.")
        )
    if move.expires_at <= at:
        raise DomainError(_("Le délai de réponse est passé : le rendez-vous reste à son heure."))
    return side


def close(move, status, answer=""):
    move.status, move.answer = status, answer
    move.save(update_fields=["status", "answer"])
