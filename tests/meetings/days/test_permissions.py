"""Who may do what with a day: each sort of person, each state."""

import pytest
from django.contrib.auth.models import AnonymousUser

from meetings.days import permissions
from meetings.days.enums import DayStatus
from meetings.enums import MeetingSide
from meetings.models import Day, DayRegistration
from tests.factories import MembershipFactory, UserFactory, buyer_user, company_user, partner_user
from tests.meetings.days.scenes import announced, drafted, submitted

pytestmark = pytest.mark.django_db
EDITED = {"draft", "returned"}
CANCELLED = {"open", "closed", "planned", "running"}
PUBLIC = {*CANCELLED, "over", "cancelled"}


@pytest.fixture
def people():
    author = partner_user()
    organisation = author.memberships.get().organisation
    return {
        "author": author,
        "colleague": MembershipFactory(organisation=organisation, role="editor").user,
        "reader": MembershipFactory(organisation=organisation, role="reader").user,
        "waiting": MembershipFactory(organisation=organisation, waiting=True).user,
        "other partner": partner_user(),
        "buyer": buyer_user(),
        "company": company_user(),
        "company reader": company_user(role="reader"),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
        "anonymous": AnonymousUser(),
    }


WRITERS = {"author", "colleague"}
TEAM = {*WRITERS, "reader"}
VERBS = {
    "organises": (set(DayStatus.values), WRITERS),
    "can_read_organisation": (set(DayStatus.values), TEAM),
    "can_read_access": (set(DayStatus.values), WRITERS),
    "can_edit_day": (EDITED, WRITERS),
    "can_recall_day": ({"submitted"}, WRITERS),
    "can_cancel_day": (CANCELLED, WRITERS),
    "registers_for": (PUBLIC, {"buyer", "company"}),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_each_sort_of_person_in_each_state(people, verb):
    states, who = VERBS[verb]
    organiser = people["author"].memberships.get().organisation
    found = {
        (state, name)
        for state in DayStatus.values
        for name, user in people.items()
        if getattr(permissions, verb)(user, Day(organiser=organiser, status=state))
    }
    assert found == {(state, name) for state in states for name in who}


def test_who_holds_days(people):
    found = {name for name, user in people.items() if permissions.organiser_of(user) is not None}
    assert found == {*WRITERS, "other partner", "buyer"}


def test_sides(people):
    sides = {
        name: permissions.side_of_organisation(user.memberships.get().organisation)
        for name, user in people.items()
        if name in ("author", "buyer", "company")
    }
    assert sides == {"author": None, "buyer": MeetingSide.BUYER, "company": MeetingSide.COMPANY}
    assert permissions.side_of_organisation(None) is None and not permissions.may_organise(None)


@pytest.mark.parametrize(
    ("verb", "who"),
    [
        ("can_read_registration", {"company", "company colleague reader"}),
        ("can_write_registration", {"company"}),
    ],
)
def test_a_registration_is_its_organisations(people, verb, who):
    organisation = people["company"].memberships.get().organisation
    people["company colleague reader"] = MembershipFactory(organisation=organisation, role="reader").user
    registration = DayRegistration(organisation=organisation)
    assert {name for name, user in people.items() if getattr(permissions, verb)(user, registration)} == who


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (drafted, TEAM),
        (submitted, {*TEAM, "moderator", "admin"}),
        (announced, None),
    ],
)
def test_who_sees_a_day(people, make, expected):
    day = make(people["author"])
    found = {name for name, user in people.items() if Day.objects.visible_to(user).filter(pk=day.pk).exists()}
    assert found == (expected or set(people))


def test_an_agenda_is_that_of_a_registration_that_stands():
    day, user = announced(), company_user()
    organisation = user.memberships.get().organisation
    assert permissions.has_registration(None, day) is False
    assert permissions.has_registration(organisation, day) is False
    own = DayRegistration.objects.create(
        day=day, organisation=organisation, side=MeetingSide.COMPANY, languages=["fr"]
    )
    assert permissions.has_registration(organisation, day) is True
    assert permissions.has_registration(company_user().memberships.get().organisation, day) is False
    DayRegistration.objects.filter(pk=own.pk).update(status="withdrawn")
    assert permissions.has_registration(organisation, day) is False
