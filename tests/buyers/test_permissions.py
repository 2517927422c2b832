"""Who speaks for a public buyer: one row per rule, one column per kind of person."""

import pytest
from django.contrib.auth.models import AnonymousUser

from buyers import permissions
from grandest_portal.accounts.enums import MembershipStatus
from tests.accounts.teams import delegate
from tests.factories import (
    MembershipFactory,
    PublicBuyerFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

pytestmark = pytest.mark.django_db

PEOPLE = {"approved", "waiting", "reader", "waiting reader", "delegate"}


@pytest.fixture
def buyer():
    return PublicBuyerFactory()


@pytest.fixture
def people(buyer):
    def member(**fields):
        return MembershipFactory(organisation=buyer.organisation, **fields).user

    return {
        "approved": member(),
        "waiting": member(waiting=True),
        "reader": member(role="reader"),
        "waiting reader": member(role="reader", waiting=True),
        "delegate": delegate(buyer.organisation).user,
        "refused": member(status=MembershipStatus.REFUSED),
        "ended": member(status=MembershipStatus.ENDED),
        "other buyer": buyer_user(),
        "company": company_user(),
        "partner": partner_user(),
        "alone": UserFactory(),
        "anonymous": AnonymousUser(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }


def able(people, allowed):
    return {kind for kind, user in people.items() if allowed(user)}


def test_belonging_is_for_the_people_of_the_buyer_even_while_waiting(people, buyer):
    assert able(people, lambda user: permissions.buyer_of(user) == buyer) == PEOPLE
    nobody = able(people, lambda user: permissions.buyer_of(user) is None)
    assert nobody == people.keys() - PEOPLE - {"other buyer"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("approved_buyer_of", {"approved", "reader", "delegate"}),
        ("writing_buyer_of", {"approved", "waiting", "delegate"}),
        ("speaking_buyer_of", {"approved", "delegate"}),
    ],
    ids=["reading", "writing", "speaking"],
)
def test_buyer_is_found_for_exactly_the_table(people, buyer, rule, expected):
    found = getattr(permissions, rule)
    assert able(people, lambda user: found(user) == buyer) == expected
    nobody = able(people, lambda user: found(user) is None)
    assert nobody == people.keys() - expected - {"other buyer"}


def test_editing_is_for_the_approved_people_of_the_buyer(people, buyer):
    assert able(people, lambda user: permissions.can_edit_buyer(user, buyer)) == {"approved", "delegate"}
