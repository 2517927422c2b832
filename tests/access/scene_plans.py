"""A meeting day of the owner of needs whose timetable is published; a draft of another one, and one that waits."""

from datetime import time, timedelta

from django.utils import timezone

from meetings.days.enums import DayStatus, RegistrationStatus
from meetings.days.plan_enums import PlanStatus
from meetings.enums import MeetingSide
from meetings.models import (
    Day,
    DayDate,
    DayMeeting,
    DayPair,
    DayPerson,
    DayPlan,
    DayRegistration,
    DayRoom,
)

VERSIONS = (PlanStatus.PUBLISHED, PlanStatus.DRAFT, PlanStatus.WAITING)


def plans_of(buyer, users):
    now, today = timezone.now(), timezone.localdate()
    day = Day.objects.create(
        organiser=buyer.organisation,
        author=users["buyer"],
        title="Journée avec son planning",
        status=DayStatus.PLANNED,
        opens_at=time(9),
        closes_at=time(12),
        slot_minutes=20,
        registration_from=today - timedelta(days=30),
        registration_until=today - timedelta(days=10),
        wishes_until=today - timedelta(days=5),
        companies_most=40,
        submitted_at=now,
        published_at=now,
        secret="essai",
        commitment="0" * 64,
        drawn_at=now,
    )
    DayDate.objects.create(day=day, on=today + timedelta(days=10))
    DayRoom.objects.create(day=day, position=1, name="Salle A", tables=3)
    sides = [
        placed(day, users["buyer_b"], MeetingSide.BUYER),
        placed(day, users["company"], MeetingSide.COMPANY),
    ]
    pair = DayPair.objects.create(day=day, buyer=sides[0], company=sides[1])
    for number, status in enumerate(VERSIONS, start=1):
        version(day, pair, number, status, now)
    return {"day timetabled": day, "day pair": pair}


def placed(day, user, side):
    registration = DayRegistration.objects.create(
        day=day,
        organisation=user.memberships.get().organisation,
        side=side,
        status=RegistrationStatus.ADMITTED,
        rank=1,
        languages=["fr"],
        tables=1 if side == MeetingSide.BUYER else 0,
    )
    DayPerson.objects.create(registration=registration, user=user)
    return registration


def small_problem(buyer, company):
    """What a timetable of these two registrations was computed from."""
    names = f"B{buyer.pk}.1", f"C{company.pk}"
    return {
        "slots": 9,
        "tables": 3,
        "buyers": [{"id": names[0], "unavailable": []}],
        "companies": [{"id": names[1], "unavailable": []}],
        "wishes": [{"buyer": names[0], "company": names[1], "weight": 1}],
        "fixed": [],
        "breaks": [],
    }


def version(day, pair, number, status, now):
    plan = DayPlan.objects.create(
        day=day,
        number=number,
        status=status,
        problem=small_problem(pair.buyer, pair.company),
        input_digest="1" * 64,
        seed=1,
        limit=5,
        asked_at=now,
        published_at=now if status == PlanStatus.PUBLISHED else None,
    )
    if status != PlanStatus.WAITING:
        DayMeeting.objects.create(
            plan=plan, pair=pair, buyer=pair.buyer, company=pair.company, buyer_table=1, slot=0, table=1
        )
