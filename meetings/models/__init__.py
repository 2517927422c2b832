"""The tables of meetings."""

from meetings.models.calls import BookingCall, BookingWish, CallOpening
from meetings.models.days import Day, DayBreak, DayDate, DayRoom
from meetings.models.days_registrations import DayAccess, DayPerson, DayRegistration
from meetings.models.days_wishes import DayRefusal, DayWish
from meetings.models.meetings import Meeting, MeetingSlot, Occupation, Participant
from meetings.models.moves import MeetingMove
from meetings.models.openings import Opening, OpeningException

__all__ = [
    "BookingCall",
    "BookingWish",
    "CallOpening",
    "Day",
    "DayAccess",
    "DayBreak",
    "DayDate",
    "DayPerson",
    "DayRefusal",
    "DayRegistration",
    "DayRoom",
    "DayWish",
    "Meeting",
    "MeetingMove",
    "MeetingSlot",
    "Occupation",
    "Opening",
    "OpeningException",
    "Participant",
]
