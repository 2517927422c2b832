"""The desk of a day of the owner of needs, today: somebody of a company is awaited, an absence was said."""

from datetime import time, timedelta
from types import SimpleNamespace

from django.utils import timezone

from meetings.days.checkin import code_of
from meetings.days.enums import DayStatus, RegistrationStatus
from meetings.days.plan_enums import PlanKind, PlanStatus
from meetings.enums import MeetingSide
from meetings.models import (
    Day,
    DayAbsence,
    DayDate,
    DayPerson,
    DayPlan,
    DayRegistration,
    DayRoom,
)
from meetings.slots import paris


def desk_of(buyer, users):
    at = timezone.now()
    today = paris(at).date()
    day = Day.objects.create(
        organiser=buyer.organisation,
        author=users["buyer"],
        title="Journée à l'accueil",
        status=DayStatus.CLOSED,
        opens_at=time(9),
        closes_at=time(12),
        slot_minutes=20,
        registration_from=today - timedelta(days=40),
        registration_until=today - timedelta(days=20),
        wishes_until=today - timedelta(days=10),
        companies_most=40,
        submitted_at=at,
        published_at=at,
        secret="essai",
        commitment="0" * 64,
        drawn_at=at,
    )
    for on in (today, today + timedelta(days=40)):
        DayDate.objects.create(day=day, on=on)
    DayRoom.objects.create(day=day, position=1, name="Salle B", tables=3)
    registration = DayRegistration.objects.create(
        day=day,
        organisation=users["company"].memberships.get().organisation,
        side=MeetingSide.COMPANY,
        languages=["fr"],
        status=RegistrationStatus.ADMITTED,
        rank=1,
    )
    person = DayPerson.objects.create(registration=registration, user=users["company"])
    DayPlan.objects.create(
        day=day,
        number=2,
        kind=PlanKind.AGAIN,
        status=PlanStatus.FAILED,
        problem={},
        seed=1,
        limit=1,
        asked_at=at,
    )
    return {
        "day desk": day,
        "desk registration": registration,
        "desk person": person,
        "desk code": SimpleNamespace(pk=code_of(person)),
        "desk absence": DayAbsence.objects.create(day=day, table=1, slots=[0, 1], said_at=at),
    }
