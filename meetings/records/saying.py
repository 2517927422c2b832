"""Each side says who was there, from the beginning of the meeting on; the status follows from what both say."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from meetings.actions import lock_with_need, store
from meetings.checks import check_two_people
from meetings.enums import (
    AGREED_MEETING,
    MEETING_TRANSITIONS,
    ContestStatus,
    MeetingStatus,
    MoveStatus,
    Presence,
)
from meetings.models import PresenceStatement
from meetings.permissions import side_in
from meetings.records.delays import saying_deadline
from meetings.records.freed import cut_short, take_back
from meetings.records.presence import attendances, status_from
from meetings.records.presence_messages import AbsenceSaid
from meetings.slots import moment_words


@transaction.atomic
def say_presence(meeting, said, *, by):
    """`said` is {number of a participant: Presence} for each of them; whom it cannot concern any more is left as it is
    (`sayable`). Returns the Meeting."""
    at = timezone.now()
    meeting = lock_with_need(meeting)
    read_again(by)
    side = saying_side(meeting, by, at)
    rows = [row for row in attendances(meeting) if sayable(row, side)]
    changed = {}
    for row in rows:
        presence = said.get(row.participant.pk)
        if presence not in (Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED):
            raise DomainError(
                _("Dites de chaque personne si elle était là."), field=field_of(row.participant)
            )
        if write(row, side, presence, at):
            changed[str(row.participant.pk)] = presence
    if not changed:
        return meeting
    record(meeting, "meeting.presence_said", by=by, after={"side": side, "presence": changed})
    follow(meeting, at)
    for row in attendances(meeting):
        if str(row.participant.pk) in changed and row.is_contestable and row.other.side == side:
            AbsenceSaid(meeting, row.other).send_to([row.participant.user])
    return meeting


def saying_side(meeting, by, at):
    """The side for which `by` may say who was there; DomainError otherwise."""
    side = side_in(by, meeting)
    if side is None:
        raise DomainError(_("Seules les deux organisations qui se rencontrent disent qui était là."))
    check_two_people(by, meeting.buyer, meeting.company)
    if meeting.status not in AGREED_MEETING or meeting.starts_at > at:
        raise DomainError(_("Vous direz qui était là quand le rendez-vous aura commencé."))
    if saying_deadline(meeting) < at:
        raise DomainError(
            _("Le délai pour dire qui était là est passé depuis le %(day)s.")
            % {"day": moment_words(saying_deadline(meeting))}
        )
    if getattr(meeting, "minutes", None) is not None and meeting.minutes.is_validated:
        raise DomainError(_("Le compte rendu est validé : les présences ne changent plus."))
    return side


def field_of(participant):
    return f"presence_{participant.pk}"


def sayable(row, side):
    """A side speaks of somebody until a contest was settled. An absence of its own people that the other side states is
    contested by the person, not spoken over."""
    if row.contest is not None and row.contest.status != ContestStatus.OPEN:
        return False
    return not (row.participant.side == side and row.is_contestable)


def write(row, side, presence, at):
    """Store what a side says of a participant; False when it said so already. Somebody who contests and is given right
    by the other side has nothing to wait for."""
    before = row.own if row.participant.side == side else row.other
    if before is not None and before.presence == presence:
        return False
    PresenceStatement.objects.update_or_create(
        participant=row.participant, side=side, defaults={"presence": presence, "said_at": at}
    )
    contest = row.contest
    if contest is not None and row.participant.side != side and presence != Presence.ABSENT:
        contest.status, contest.settled_at, contest.claimed = ContestStatus.UPHELD, at, presence
        contest.reason = _("L'autre organisation a corrigé ce qu'elle avait dit.")
        contest.save(update_fields=["status", "settled_at", "claimed", "reason"])
    return True


def follow(meeting, at):
    """Write the status that follows from what was said, and what it does to the time that is taken."""
    status = status_from(attendances(meeting))
    if status is None or status == meeting.status:
        return
    check_transition(meeting, status, MEETING_TRANSITIONS)
    before, meeting.status = meeting.status, status
    store(meeting, "status")
    meeting.moves.live().update(status=MoveStatus.WITHDRAWN)
    if status == MeetingStatus.NO_SHOW:
        cut_short(meeting, at)
    elif before == MeetingStatus.NO_SHOW:
        take_back(meeting, at)
