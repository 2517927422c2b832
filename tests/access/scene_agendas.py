"""A meeting day of the owner of needs whose timetable is published, with its file of all agendas."""

from datetime import time, timedelta

from django.utils import timezone

from meetings.days.enums import DayStatus, RegistrationStatus
from meetings.days.plan_enums import PlanStatus
from meetings.enums import MeetingSide
from meetings.models import (
    Day,
    DayAgendaFile,
    DayDate,
    DayMeeting,
    DayPair,
    DayPerson,
    DayPlan,
    DayRegistration,
    DayRoom,
)
from tests.access.scene_days import COMMITMENT
from tests.access.scene_plans import small_problem


def agendas_of(buyer, users):
    at, today = timezone.now(), timezone.localdate()
    day = Day.objects.create(
        title="Journée au planning publié",
        organiser=buyer.organisation,
        author=users["buyer"],
        opens_at=time(9),
        closes_at=time(12),
        slot_minutes=20,
        registration_from=today - timedelta(days=40),
        registration_until=today - timedelta(days=20),
        wishes_until=today - timedelta(days=10),
        companies_most=40,
        status=DayStatus.PLANNED,
        submitted_at=at,
        published_at=at,
        secret="essai",
        commitment=COMMITMENT,
        drawn_at=at,
    )
    DayDate.objects.create(day=day, on=today + timedelta(days=10))
    DayRoom.objects.create(day=day, position=1, name="Salle A", tables=3)
    sides = [("buyer_b", MeetingSide.BUYER, 1), ("company", MeetingSide.COMPANY, 0)]
    buyer_row, company_row = (admitted(day, users[name], side, tables) for name, side, tables in sides)
    plan = DayPlan.objects.create(
        day=day,
        number=1,
        status=PlanStatus.PUBLISHED,
        problem=small_problem(buyer_row, company_row),
        seed=1,
        limit=1,
        asked_at=at,
        published_at=at,
    )
    pair = DayPair.objects.create(day=day, buyer=buyer_row, company=company_row)
    DayMeeting.objects.create(
        plan=plan, pair=pair, buyer=buyer_row, company=company_row, buyer_table=1, slot=0, table=1
    )
    DayAgendaFile.objects.create(plan=plan, asked_at=at, made_at=at, content=b"%PDF-1.7\n")
    return {"day planned": day}


def admitted(day, user, side, tables):
    registration = DayRegistration.objects.create(
        day=day,
        organisation=user.memberships.get().organisation,
        side=side,
        tables=tables,
        languages=["fr"],
        status=RegistrationStatus.ADMITTED,
        rank=1,
    )
    DayPerson.objects.create(registration=registration, user=user)
    return registration
