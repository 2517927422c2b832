"""Somebody who was marked absent contests it; a moderator settles, with a reason that both sides read."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import can_moderate, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.messages import moderators
from meetings.actions import lock_with_need
from meetings.enums import CONTEST_TRANSITIONS, ContestStatus, MeetingSide
from meetings.models import AbsenceContest, Meeting
from meetings.permissions import speakers_of
from meetings.records.delays import contest_deadline
from meetings.records.presence import attendances
from meetings.records.presence_messages import AbsenceContested, ContestReceived, ContestSettled
from meetings.records.saying import follow
from meetings.slots import moment_words


def own_attendance(meeting, user):
    """The Attendance of a person in a meeting, or None."""
    return next((row for row in attendances(meeting) if row.participant.user_id == user.pk), None)


def contestable(meeting, user, at):
    """The Attendance that `user` may contest at the moment `at`; DomainError otherwise."""
    row = own_attendance(meeting, user)
    if row is None or not Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists():
        raise DomainError(_("Seule la personne notée absente conteste cette absence."))
    if not row.is_contestable:
        raise DomainError(_("Aucune absence n'est à contester ici."))
    if contest_deadline(row.other) < at:
        raise DomainError(
            _("Le délai pour contester est passé depuis le %(day)s.")
            % {"day": moment_words(contest_deadline(row.other))}
        )
    return row


@transaction.atomic
def contest_absence(meeting, *, claimed, text, by):
    """The person says that they were there (PRESENT), or had excused themselves (EXCUSED), and why; returns the
    AbsenceContest."""
    at = timezone.now()
    meeting = lock_with_need(meeting)
    read_again(by)
    row = contestable(meeting, by, at)
    if not text.strip():
        raise DomainError(_("Dites en une phrase ce qui s'est passé."), field="text")
    contest = AbsenceContest.objects.create(
        participant=row.participant, claimed=claimed, text=text.strip(), made_at=at
    )
    side = MeetingSide(row.participant.side)
    record(meeting, "meeting.absence_contested", by=by, after={"side": side, "claimed": claimed}, reason=text)
    record(contest, "contest.opened", by=by, after={"meeting": meeting.pk})
    follow(meeting, at)
    AbsenceContested(meeting, contest).send_to(speakers_of(meeting.organisation_on(side.other)))
    ContestReceived(meeting, contest).send_to(moderators())
    return contest


@transaction.atomic
def uphold_contest(contest, *, by, reason):
    """A moderator gives right to the person: what they say is what counts."""
    return settle(contest, ContestStatus.UPHELD, by=by, reason=reason)


@transaction.atomic
def dismiss_contest(contest, *, by, reason):
    """A moderator lets the absence stand."""
    return settle(contest, ContestStatus.DISMISSED, by=by, reason=reason)


def settle(contest, status, *, by, reason):
    at = timezone.now()
    meeting = lock_with_need(contest.participant.meeting)
    contest = AbsenceContest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    read_again(by)
    if not all(can_moderate(by, meeting.organisation_on(side)) for side in MeetingSide):
        raise DomainError(
            _(
                "Cette décision revient à la modération, et jamais à une personne de l'une des deux organisations."
            )
        )
    check_transition(contest, status, CONTEST_TRANSITIONS)
    if not reason.strip():
        raise DomainError(_("Dites pourquoi : les deux organisations le liront."), field="reason")
    contest.status, contest.settled_at, contest.settled_by, contest.reason = status, at, by, reason.strip()
    contest.save(update_fields=["status", "settled_at", "settled_by", "reason"])
    record(meeting, "meeting.absence_settled", by=by, after={"contest": status}, reason=reason)
    record(contest, "contest.settled", by=by, after={"status": status}, reason=reason)
    follow(meeting, at)
    people = [contest.participant.user]
    for side in MeetingSide:
        people += speakers_of(meeting.organisation_on(side))
    ContestSettled(meeting, contest).send_to(people)
    return contest
