"""Who may do what: each page and each button of meetings, for each role. 302 is the way to the login page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory, buyer_user, company_user, partner_user
from tests.meetings.scenes import REASON, member

pytestmark = pytest.mark.slow

ROLES = [
    "anonymous",
    "buyer",
    "company",
    "waiting buyer",
    "waiting company",
    "other buyer",
    "other company",
    "partner",
    "moderator",
    "admin",
]
HIDDEN = [404] * 7
SLOTS = {
    "date_1": "2027-02-15",
    "time_1": "09:00",
    "length": "30",
    "place_kind": "video",
    "place": "https://visio.example/salle",
}

# The proposal comes from the buyer: the company is awaited.
PROPOSED = [
    ("get", "detail", {}, [302, 200, 200, *HIDDEN]),
    ("post", "accept", {"slot": "{slot}"}, [302, 403, 302, *HIDDEN]),
    ("get", "counter", {}, [302, 403, 200, *HIDDEN]),
    ("post", "counter", SLOTS, [302, 403, 302, *HIDDEN]),
    ("get", "decline", {}, [302, 403, 200, *HIDDEN]),
    ("post", "decline", {"reason": REASON}, [302, 403, 302, *HIDDEN]),
    ("get", "cancel", {}, [302, 200, 200, *HIDDEN]),
    ("post", "cancel", {"reason": REASON}, [302, 302, 302, *HIDDEN]),
    ("get", "ics", {}, [302, 404, 404, *HIDDEN]),
]
CONFIRMED = [
    ("get", "detail", {}, [302, 200, 200, *HIDDEN]),
    ("post", "accept", {"slot": "{slot}"}, [302, 403, 422, *HIDDEN]),
    ("get", "counter", {}, [302, 403, 409, *HIDDEN]),
    ("get", "decline", {}, [302, 403, 409, *HIDDEN]),
    ("post", "decline", {"reason": REASON}, [302, 403, 409, *HIDDEN]),
    ("get", "cancel", {}, [302, 200, 200, *HIDDEN]),
    ("post", "cancel", {"reason": REASON}, [302, 302, 302, *HIDDEN]),
    ("get", "ics", {}, [302, 200, 200, *HIDDEN]),
]
OTHER_METHOD = [
    ("post", "detail", {}),
    ("put", "accept", {}),
    ("post", "ics", {}),
    ("put", "counter", {}),
    ("delete", "cancel", {}),
]


def person(role, both):
    return {
        "anonymous": lambda: None,
        "buyer": lambda: both.colleague,
        "company": lambda: both.partner,
        "waiting buyer": lambda: member(both.need.buyer, waiting=True),
        "waiting company": lambda: member(both.company, waiting=True),
        "other buyer": buyer_user,
        "other company": company_user,
        "partner": partner_user,
        "moderator": lambda: UserFactory(moderator=True),
        "admin": lambda: UserFactory(admin=True),
    }[role]()


def client_of(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def ask(both, role, method, name, data, meeting):
    filled = {key: value.format(slot=meeting.slots.first().pk) for key, value in data.items()}
    client = client_of(person(role, both))
    return getattr(client, method)(reverse(f"meetings:{name}", args=[meeting.pk]), filled)


def cells(table):
    return [
        pytest.param(method, name, data, role, status, id=f"{method} {name} {role}")
        for method, name, data, statuses in table
        for role, status in zip(ROLES, statuses, strict=True)
    ]


@pytest.mark.parametrize(("method", "name", "data", "role", "status"), cells(PROPOSED))
def test_proposed_meeting_answers_each_role(both, method, name, data, role, status):
    response = ask(both, role, method, name, data, both.propose())
    assert response.status_code == status
    if role == "anonymous":
        assert response.url.startswith("/compte/connexion/")


@pytest.mark.parametrize(("method", "name", "data", "role", "status"), cells(CONFIRMED))
def test_confirmed_meeting_answers_each_role(both, method, name, data, role, status):
    assert ask(both, role, method, name, data, both.confirm()).status_code == status


@pytest.mark.parametrize(("method", "name", "data"), OTHER_METHOD)
def test_other_methods_are_refused(both, method, name, data):
    assert ask(both, "company", method, name, data, both.propose()).status_code == 405


@pytest.mark.parametrize(
    ("route", "statuses"),
    [
        ("list", [302, *[200] * 9]),
        ("propose_to_buyer", [302, 403, 200, 403, 403, 403, 200, 403, 403, 403]),
        ("propose_to_company", [302, 200, 403, 403, 403, 403, 403, 403, 403, 403]),
    ],
)
@pytest.mark.parametrize("number", range(len(ROLES)), ids=ROLES)
def test_pages_without_a_meeting_answer_each_role(both, route, statuses, number):
    args = {
        "list": [],
        "propose_to_buyer": [both.need.pk],
        "propose_to_company": [both.need.pk, both.company.pk],
    }
    client = client_of(person(ROLES[number], both))
    url = reverse(f"meetings:{route}", args=args[route])
    assert client.get(url).status_code == statuses[number]
    if route != "list" and statuses[number] != 200:
        assert client.post(url, SLOTS).status_code == statuses[number]
