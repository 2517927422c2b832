"""A partner that holds a day, buyers and companies that come, everything made through the actions."""

from datetime import date, time

from meetings.days import actions
from tests.factories import UserFactory, partner_user

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
