"""The tables of meetings."""

from meetings.models.meetings import Meeting, MeetingSlot, Occupation, Participant
from meetings.models.moves import MeetingMove
from meetings.models.openings import Opening, OpeningException

__all__ = [
    "Meeting",
    "MeetingMove",
    "MeetingSlot",
    "Occupation",
    "Opening",
    "OpeningException",
    "Participant",
]
