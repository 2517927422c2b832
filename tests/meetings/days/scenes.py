"""A partner that holds a day, buyers and companies that come, everything made through the actions."""

from datetime import UTC, date, datetime, time

import time_machine
from django.utils import timezone

from meetings.days import actions, registering
from meetings.days.enums import DayStatus
from meetings.days.plan_enums import PlanStatus
from meetings.days.problem import digest_of_problem, problem_of
from meetings.enums import MeetingSide
from meetings.models import Day, DayMeeting, DayPair, DayPlan
from needs.models import Need
from tests.factories import NeedFactory, UserFactory, buyer_user, company_user, partner_user

# The tests of meetings happen on Monday 1 February 2027.
VALUES = {
    "title": "Rencontres de l'eau",
    "description": "Une journée fictive autour des réseaux d'eau.",
    "requirements": "Toute entreprise qui répond à un besoin inscrit.",
    "place": "Halle fictive, 1 rue de l'Essai, Metz",
    "access": "Entrée de plain-pied, ascenseur.",
    "opens_at": time(9),
    "closes_at": time(12),
    "slot_minutes": 20,
    "registration_from": date(2027, 2, 2),
    "registration_until": date(2027, 2, 28),
    "wishes_until": date(2027, 3, 10),
    "companies_most": 40,
    "criterion": "draw",
    "dates": [date(2027, 3, 23)],
    "breaks": [("Pause", time(10), time(10, 20))],
    "rooms": [("Salle A", 2, True), ("Salle B", 1, False)],
}


def drafted(by=None, **values):
    return actions.create_day(by=by or partner_user(), **{**VALUES, **values})


def submitted(by=None, **values):
    day = drafted(by, **values)
    return actions.submit_day(day, by=day.author)


def announced(by=None, **values):
    return actions.publish_day(submitted(by, **values), by=UserFactory(moderator=True))


# The window of registration: open, just over.
OPEN_AT = datetime(2027, 2, 10, 9, tzinfo=UTC)
OVER_AT = datetime(2027, 3, 1, 0, tzinfo=UTC)


def with_need():
    """An agent of a buyer that has an open need."""
    agent = buyer_user()
    NeedFactory(buyer=agent.memberships.get().organisation.buyer, published=True)
    return agent


def buyer_in(day, agent=None, tables=1, people=None):
    agent = agent or with_need()
    people = people or [agent]
    return registering.register(day, by=agent, languages=["fr"], people=people, tables=tables)


def company_in(day, manager=None, needs=None, **values):
    manager = manager or company_user()
    needs = list(registering.needs_offered(day)) if needs is None else needs
    values = {"languages": ["fr"], "people": [manager], **values}
    return registering.register(day, by=manager, needs=needs[:10], **values)


def need_of(registration):
    return Need.objects.get(buyer__organisation=registration.organisation)


def closed_day(buyers=2, companies=3, tables=1, **values):
    """A day whose registrations are over and whose places are given; everybody has a place."""
    day = announced(**values)
    with time_machine.travel(OPEN_AT, tick=False):
        for _each in range(buyers):
            buyer_in(day, tables=tables)
        for _each in range(companies):
            company_in(day)
    registering.settle(day, OVER_AT)
    day.refresh_from_db()
    return day


def with_plan(day, status=PlanStatus.PUBLISHED, number=1):
    """A timetable written by hand, without the solver: each company meets each buyer's first table in turn."""
    rows = day.registrations.admitted().order_by("pk")
    buyers, companies = (list(rows.of_side(side)) for side in MeetingSide)
    at = timezone.now()
    plan = DayPlan.objects.create(
        day=day,
        number=number,
        status=status,
        problem=problem_of(day),
        input_digest=digest_of_problem(problem_of(day)),
        seed=1,
        limit=5,
        asked_at=at,
        published_at=at if status in (PlanStatus.PUBLISHED, PlanStatus.REPLACED) else None,
    )
    for place, buyer in enumerate(buyers):
        for turn, company in enumerate(companies):
            pair, _new = DayPair.objects.get_or_create(day=day, buyer=buyer, company=company)
            slot = (turn + place) % max(len(companies), len(buyers))
            DayMeeting.objects.create(
                plan=plan, pair=pair, buyer=buyer, company=company, buyer_table=1, slot=slot, table=place + 1
            )
    if status == PlanStatus.PUBLISHED:
        Day.objects.filter(pk=day.pk).update(status=DayStatus.PLANNED)
        day.refresh_from_db()
    return plan
