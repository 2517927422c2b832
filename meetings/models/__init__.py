"""The tables of meetings."""

from meetings.models.calls import BookingCall, BookingWish, CallOpening, EqualTreatment
from meetings.models.days import Day, DayBreak, DayDate, DayRoom
from meetings.models.days_desk import DayArrival, DayContest, DayFeedback, DayMark, DayWalkIn
from meetings.models.days_plans import DayAbsence, DayMeeting, DayPair, DayPlan
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
    "DayAbsence",
    "DayAccess",
    "DayArrival",
    "DayBreak",
    "DayContest",
    "DayDate",
    "DayFeedback",
    "DayMark",
    "DayMeeting",
    "DayPair",
    "DayPerson",
    "DayPlan",
    "DayRefusal",
    "DayRegistration",
    "DayRoom",
    "DayWalkIn",
    "DayWish",
    "EqualTreatment",
    "Meeting",
    "MeetingMove",
    "MeetingSlot",
    "Occupation",
    "Opening",
    "OpeningException",
    "Participant",
]
