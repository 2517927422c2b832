"""Meeting days of the owner of needs: a draft, one that waits for moderators, one that is announced."""

from datetime import time, timedelta

from django.utils import timezone

from meetings.days.enums import DayStatus
from meetings.enums import MeetingSide
from meetings.models import Day, DayAccess, DayDate, DayPerson, DayRegistration, DayRoom

COMMITMENT = "0" * 64


def days_of(buyer, users):
    today = timezone.localdate()
    common = {
        "organiser": buyer.organisation,
        "author": users["buyer"],
        "opens_at": time(9),
        "closes_at": time(12),
        "slot_minutes": 20,
        "registration_from": today,
        "registration_until": today + timedelta(days=20),
        "wishes_until": today + timedelta(days=25),
        "companies_most": 40,
    }
    made = {
        "day submitted": Day.objects.create(
            title="Journée en relecture",
            status=DayStatus.SUBMITTED,
            submitted_at=timezone.now(),
            **common,
        ),
        "day open": Day.objects.create(
            title="Journée annoncée",
            status=DayStatus.OPEN,
            submitted_at=timezone.now(),
            published_at=timezone.now(),
            secret="essai",
            commitment=COMMITMENT,
            **common,
        ),
        "day draft": Day.objects.create(title="Journée en brouillon", **common),
    }
    for day in made.values():
        DayDate.objects.create(day=day, on=today + timedelta(days=40))
        DayRoom.objects.create(day=day, position=1, name="Salle A", tables=3)
    return made | registered_in(made["day open"], users)


def registered_in(day, users):
    """A buyer that does not hold the day, and the company, whose manager said what they need."""
    rows = {
        "day buyer": (users["buyer_b"], {"side": MeetingSide.BUYER, "tables": 1}),
        "day company": (users["company"], {"side": MeetingSide.COMPANY}),
    }
    people = {}
    for name, (user, values) in rows.items():
        registration = DayRegistration.objects.create(
            day=day, organisation=user.memberships.get().organisation, languages=["fr"], **values
        )
        people[f"{name} person"] = DayPerson.objects.create(registration=registration, user=user)
    DayAccess.objects.create(person=people["day company person"], kinds=["loop"], words="Au premier rang.")
    return people
