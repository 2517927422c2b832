"""The tables of meetings."""

from meetings.models.meetings import Meeting, MeetingSlot, Occupation, Participant
from meetings.models.openings import Opening, OpeningException

__all__ = [
    "Meeting",
    "MeetingSlot",
    "Occupation",
    "Opening",
    "OpeningException",
    "Participant",
]
