"""Meetings that are over: one without the company, one contested, two held, with minutes in both states."""

from datetime import date, timedelta

from django.utils import timezone

from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import (
    AbsenceContest,
    Meeting,
    Minutes,
    MinutesGrid,
    MinutesQuestion,
    Participant,
    PresenceStatement,
)


def past_meeting(need, company, status, users, hours):
    """(the Meeting, {side: its Participant}), over since `hours`."""
    end = timezone.now() - timedelta(hours=hours)
    meeting = Meeting.objects.create(
        need=need,
        buyer=need.buyer,
        company=company,
        status=status,
        started_by=MeetingSide.BUYER,
        awaiting=MeetingSide.COMPANY,
        place="salle",
        starts_at=end - timedelta(minutes=45),
        ends_at=end,
        expires_at=end - timedelta(days=3),
    )
    people = {
        side: Participant.objects.create(meeting=meeting, user=users[side], side=side)
        for side in MeetingSide.values
    }
    return meeting, people


def absence_of(participant):
    return PresenceStatement.objects.create(
        participant=participant, side="buyer", presence="absent", said_at=timezone.now()
    )


def records_of(need, company, users):
    over, people = past_meeting(need, company, MeetingStatus.NO_SHOW, users, 1)
    absence_of(people["company"])
    contested, people = past_meeting(need, company, MeetingStatus.CONTESTED, users, 3)
    absence_of(people["company"])
    contest = AbsenceContest.objects.create(
        participant=people["company"], claimed="present", text="J'étais là.", made_at=timezone.now()
    )
    held, _people = past_meeting(need, company, MeetingStatus.HELD, users, 5)
    minuted, _people = past_meeting(need, company, MeetingStatus.HELD, users, 7)
    MinutesQuestion.objects.create(key="essai", wording="Essai ?", starts_on=date(2020, 1, 1))
    asked = [{"key": "essai", "wording": "Essai ?", "help": ""}]
    MinutesGrid.objects.create(need=need, questions=asked, frozen_at=timezone.now())
    Minutes.objects.create(meeting=held, author=users["buyer"], answers={"essai": "Un essai."})
    Minutes.objects.create(
        meeting=minuted,
        author=users["buyer"],
        answers={"essai": "Un essai."},
        status="validated",
        validated_at=timezone.now(),
    )
    return {
        "meeting over": over,
        "meeting contested": contested,
        "contest": contest,
        "meeting held": held,
        "meeting minuted": minuted,
    }
