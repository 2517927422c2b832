"""The desk of a day of the owner of needs, today: somebody of a company is awaited, an absence was said; and a day that
was yesterday, at which the other buyer and the company met."""

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
    DayMeeting,
    DayPair,
    DayPerson,
    DayPlan,
    DayRegistration,
    DayRoom,
    DayWalkIn,
)
from meetings.slots import paris
from tests.access.scene_plans import small_problem


def desk_of(buyer, users):
    today = paris(timezone.now()).date()
    day = day_of(buyer, users, "Journée à l'accueil", DayStatus.CLOSED, today, today + timedelta(days=40))
    sides = registered(day, users)
    person = DayPerson.objects.create(registration=sides["company"], user=users["company"])
    DayPlan.objects.create(
        day=day, number=2, kind=PlanKind.AGAIN, status=PlanStatus.FAILED, **plan_values(sides, timezone.now())
    )
    things = {
        "day desk": day,
        "desk registration": sides["company"],
        "desk buyer": sides["buyer_b"],
        "desk person": person,
        "desk code": SimpleNamespace(pk=code_of(person)),
        "desk absence": DayAbsence.objects.create(day=day, table=1, slots=[0, 1], said_at=timezone.now()),
        "desk gift": DayWalkIn.objects.create(
            day=day,
            buyer=sides["buyer_b"],
            buyer_table=1,
            slot=1,
            table=1,
            organisation="Visite",
            person="Ana Visite",
            mail="ana@visite.example",
            given_at=timezone.now(),
        ),
    }
    return things | met_of(buyer, users, today - timedelta(days=1))


def met_of(buyer, users, yesterday):
    day = day_of(buyer, users, "Journée d'hier", DayStatus.OVER, yesterday)
    sides = registered(day, users)
    ends = {"buyer": sides["buyer_b"], "company": sides["company"]}
    pair = DayPair.objects.create(day=day, **ends)
    plan = DayPlan.objects.create(
        day=day,
        number=1,
        status=PlanStatus.PUBLISHED,
        published_at=timezone.now(),
        **plan_values(sides, timezone.now()),
    )
    DayMeeting.objects.create(plan=plan, pair=pair, buyer_table=1, slot=0, table=1, **ends)
    return {"day met": day, "met pair": pair}


def plan_values(sides, at):
    problem = small_problem(sides["buyer_b"], sides["company"])
    return {"problem": problem, "seed": 1, "limit": 1, "asked_at": at}


def day_of(buyer, users, title, status, *dates):
    at = timezone.now()
    day = Day.objects.create(
        organiser=buyer.organisation,
        author=users["buyer"],
        title=title,
        status=status,
        opens_at=time(9),
        closes_at=time(12),
        slot_minutes=20,
        registration_from=dates[0] - timedelta(days=40),
        registration_until=dates[0] - timedelta(days=20),
        wishes_until=dates[0] - timedelta(days=10),
        companies_most=40,
        submitted_at=at,
        published_at=at,
        secret="essai",
        commitment="0" * 64,
        drawn_at=at,
    )
    for on in dates:
        DayDate.objects.create(day=day, on=on)
    DayRoom.objects.create(day=day, position=1, name="Salle B", tables=3)
    return day


def registered(day, users):
    """{role: registration} of the other buyer and of the company."""
    rows = {
        "buyer_b": {"side": MeetingSide.BUYER, "tables": 1},
        "company": {"side": MeetingSide.COMPANY},
    }
    return {
        role: DayRegistration.objects.create(
            day=day,
            organisation=users[role].memberships.get().organisation,
            languages=["fr"],
            status=RegistrationStatus.ADMITTED,
            rank=1,
            **values,
        )
        for role, values in rows.items()
    }
