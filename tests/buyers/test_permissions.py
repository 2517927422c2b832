"""Who speaks for a public buyer: one row per rule, one column per kind of person."""

import pytest
from django.contrib.auth.models import AnonymousUser

from buyers import permissions
from grandest_portal.accounts.enums import MembershipStatus
from tests.factories import (
    MembershipFactory,
    PublicBuyerFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)

pytestmark = pytest.mark.django_db


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


def test_preparing_is_for_the_people_of_the_buyer_even_while_waiting(people, buyer):
    assert able(people, lambda user: permissions.buyer_of(user) == buyer) == {"approved", "waiting"}
    nobody = able(people, lambda user: permissions.buyer_of(user) is None)
    assert nobody == people.keys() - {"approved", "waiting", "other buyer"}


def test_speaking_is_for_the_approved_people_of_the_buyer(people, buyer):
    assert able(people, lambda user: permissions.approved_buyer_of(user) == buyer) == {"approved"}
    nobody = able(people, lambda user: permissions.approved_buyer_of(user) is None)
    assert nobody == people.keys() - {"approved", "other buyer"}


def test_editing_is_for_the_approved_people_of_the_buyer(people, buyer):
    assert able(people, lambda user: permissions.can_edit_buyer(user, buyer)) == {"approved"}
