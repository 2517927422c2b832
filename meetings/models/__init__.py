"""The tables of meetings."""

from meetings.models.calls import BookingCall, BookingWish, CallOpening, EqualTreatment
from meetings.models.feeds import CalendarFeed
from meetings.models.meetings import Meeting, MeetingSlot, Occupation, Participant
from meetings.models.minutes import Minutes, MinutesGrid, MinutesQuestion
from meetings.models.moves import MeetingMove
from meetings.models.openings import Opening, OpeningException
from meetings.models.presence import AbsenceContest, PresenceStatement

__all__ = [
    "AbsenceContest",
    "BookingCall",
    "BookingWish",
    "CalendarFeed",
    "CallOpening",
    "EqualTreatment",
    "Meeting",
    "MeetingMove",
    "MeetingSlot",
    "Minutes",
    "MinutesGrid",
    "MinutesQuestion",
    "Occupation",
    "Opening",
    "OpeningException",
    "Participant",
    "PresenceStatement",
]
