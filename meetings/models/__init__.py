"""The tables of meetings."""

from meetings.models.calls import BookingCall, BookingWish, CallOpening, EqualTreatment, PlaceOffer
from meetings.models.lengths import LengthReason
from meetings.models.meetings import Meeting, MeetingSlot, Occupation, Participant
from meetings.models.moves import MeetingMove
from meetings.models.openings import Opening, OpeningException

__all__ = [
    "BookingCall",
    "BookingWish",
    "CallOpening",
    "EqualTreatment",
    "LengthReason",
    "Meeting",
    "MeetingMove",
    "MeetingSlot",
    "Occupation",
    "Opening",
    "OpeningException",
    "Participant",
    "PlaceOffer",
]
