"""What follows from what both sides say of a participant, and from what the person contests.

A side that owns up to an absence is believed. An absence that only the other side states stands until it is contested;
where both sides contradict each other, or while a contest is open, nothing is counted.
"""

from dataclasses import dataclass
from typing import Any

from meetings.enums import ContestStatus, MeetingSide, MeetingStatus, Presence
from meetings.models import AbsenceContest

CONTESTED = "contested"
MISSING = (Presence.ABSENT, Presence.EXCUSED)


@dataclass(frozen=True)
class Attendance:
    """One participant; `own` and `other` are the PresenceStatement of each side, seen from the participant, or None."""

    participant: Any
    own: Any = None
    other: Any = None
    contest: Any = None

    @property
    def state(self):
        """A Presence, or CONTESTED."""
        own, other = (each.presence if each else None for each in (self.own, self.other))
        return self.settled or merged(own, other)

    @property
    def settled(self):
        """What the contest says of it, or None without one."""
        if self.contest is None:
            return None
        if self.contest.status == ContestStatus.OPEN:
            return CONTESTED
        upheld = self.contest.status == ContestStatus.UPHELD
        return Presence(self.contest.claimed) if upheld else Presence.ABSENT

    @property
    def is_contestable(self):
        """True while the other side says absent, and nobody of the person's own side has owned up to it."""
        if self.contest is not None or self.other is None or self.other.presence != Presence.ABSENT:
            return False
        return self.own is None or self.own.presence != Presence.ABSENT


def merged(own, other):
    """What two statements (Presence or None) give together."""
    if own is None or own == Presence.ABSENT:
        return Presence(own or other or Presence.PLANNED)
    if own == Presence.EXCUSED:
        return CONTESTED if other == Presence.ABSENT else Presence.EXCUSED
    return Presence.PRESENT if other in (None, Presence.PRESENT) else CONTESTED


def attendances(meeting):
    """The Attendance of each participant, the buyer's side first; three queries."""
    rows = meeting.participants.select_related("user").prefetch_related("statements").order_by("side", "pk")
    contests = {
        each.participant_id: each
        for each in AbsenceContest.objects.filter(participant__meeting=meeting).order_by("pk")
    }
    return [attendance(row, contests.get(row.pk)) for row in rows]


def attendance(participant, contest):
    said = {each.side: each for each in participant.statements.all()}
    side = MeetingSide(participant.side)
    return Attendance(participant, said.get(side), said.get(side.other), contest)


def status_from(rows):
    """The MeetingStatus that follows from Attendances: held when somebody of each side was there, an absence when
    nobody of a side was; contested while that cannot be said; None while nothing was said of a side."""
    sides = [
        side_state([each.state for each in rows if each.participant.side == side]) for side in MeetingSide
    ]
    if Presence.ABSENT in sides:
        return MeetingStatus.NO_SHOW
    if CONTESTED in sides:
        return MeetingStatus.CONTESTED
    return MeetingStatus.HELD if all(side == Presence.PRESENT for side in sides) else None


def side_state(states):
    """PRESENT when one person was there, ABSENT when all were missing, CONTESTED, or PLANNED."""
    if Presence.PRESENT in states:
        return Presence.PRESENT
    if CONTESTED in states:
        return CONTESTED
    return Presence.ABSENT if states and all(state in MISSING for state in states) else Presence.PLANNED
