"""A partner that holds a day, buyers and companies that come, everything made through the actions."""

from datetime import UTC, date, datetime, time

from meetings.days import actions, registering
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
