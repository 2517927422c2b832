"""The tables of meetings."""

from meetings.models.calls import BookingCall, BookingWish, CallOpening, EqualTreatment, PlaceOffer
from meetings.models.days import Day, DayBreak, DayDate, DayRoom
from meetings.models.days_agendas import DayAgendaFile, DayAgendaTold, DayLetter
from meetings.models.days_desk import DayArrival, DayContest, DayFeedback, DayMark, DayWalkIn
from meetings.models.days_plans import DayAbsence, DayMeeting, DayPair, DayPlan
from meetings.models.days_registrations import DayAccess, DayPerson, DayRegistration
from meetings.models.days_wishes import DayRefusal, DayWish
from meetings.models.feeds import CalendarFeed
from meetings.models.lengths import LengthReason
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
    "Day",
    "DayAbsence",
    "DayAccess",
    "DayAgendaFile",
    "DayAgendaTold",
    "DayArrival",
    "DayBreak",
    "DayContest",
    "DayDate",
    "DayFeedback",
    "DayLetter",
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
    "LengthReason",
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
    "PlaceOffer",
    "PresenceStatement",
]
