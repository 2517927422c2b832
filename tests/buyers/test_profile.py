"""The profile of a public buyer: who may edit it, what is recorded, what the desk shows."""

import pytest
from django.contrib.auth.models import AnonymousUser

from buyers.actions import update_buyer
from buyers.models import PublicBuyer
from buyers.permissions import approved_buyer_of, buyer_of, can_edit_buyer
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.core.audit import history_of
from tests.factories import (
    MembershipFactory,
    PublicBuyerFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.screens import typed_on

pytestmark = pytest.mark.django_db

URL = "/acheteurs/profil/"


def people_towards(buyer):
    def member(**fields):
        return MembershipFactory(organisation=buyer.organisation, **fields).user

    return {
        "anonymous": AnonymousUser(),
        "own, approved": member(),
        "own, waiting": member(waiting=True),
        "own, refused": member(status=MembershipStatus.REFUSED),
        "own, ended": member(status=MembershipStatus.ENDED),
        "other buyer": buyer_user(),
        "company": company_user(),
        "partner": partner_user(),
        "moderator": UserFactory(moderator=True),
        "admin": UserFactory(admin=True),
    }


@pytest.mark.parametrize(
    ("speaks", "expected"),
    [
        (lambda user, buyer: buyer_of(user) == buyer, {"own, approved", "own, waiting"}),
        (lambda user, buyer: approved_buyer_of(user) == buyer, {"own, approved"}),
        (can_edit_buyer, {"own, approved"}),
    ],
    ids=["prepares", "speaks", "edits"],
)
def test_buyer_is_represented_by(speaks, expected):
    buyer = PublicBuyerFactory()
    assert {role for role, user in people_towards(buyer).items() if speaks(user, buyer)} == expected


def test_profile_is_opened_by(client):
    buyer = PublicBuyerFactory()
    answers = {}
    for role, user in people_towards(buyer).items():
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        answers[role] = client.get(URL).status_code
    assert answers == {
        "anonymous": 302,
        "own, approved": 200,
        "own, waiting": 403,
        "own, refused": 302,
        "own, ended": 302,
        "other buyer": 200,
        "company": 403,
        "partner": 403,
        "moderator": 302,
        "admin": 302,
    }


def test_profile_is_saved(client):
    buyer = PublicBuyerFactory()
    client.force_login(MembershipFactory(organisation=buyer.organisation).user)
    response = client.post(URL, typed_on(client, URL, kind="hospital", profile_url="achats.example/profil"))
    assert response.status_code == 302
    assert PublicBuyer.objects.values_list("kind", "profile_url").get() == (
        "hospital",
        "https://achats.example/profil",
    )


@pytest.mark.parametrize("address", ["ftp://achats.example", "javascript:alert(1)", "x" * 10_000, "http://"])
def test_profile_refuses_odd_addresses_and_keeps_them_on_the_page(client, address):
    client.force_login(buyer_user())
    response = client.post(URL, {"kind": "hospital", "profile_url": address})
    assert response.status_code == 422
    assert response.context["form"]["kind"].value() == "hospital"


def test_update_records_what_changed_and_nothing_else():
    buyer = PublicBuyerFactory(kind="commune")
    update_buyer(buyer, data={"kind": "hospital", "profile_url": ""}, by=None)
    update_buyer(buyer, data={"kind": "hospital", "profile_url": ""}, by=None)
    assert [entry.value.payload for entry in history_of(buyer)] == [
        {"before": {"kind": "commune"}, "after": {"kind": "hospital"}, "reason": ""}
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, rows):
    buyers = [PublicBuyerFactory() for _number in range(rows)]
    client.force_login(UserFactory(moderator=True))
    with django_assert_num_queries(7):
        response = client.get("/admin/buyers/publicbuyer/")
    assert set(response.context["cl"].result_list) == set(buyers)


def test_desk_page_opens_and_lets_nothing_be_typed(client):
    buyer = PublicBuyerFactory()
    client.force_login(UserFactory(moderator=True))
    page = client.get(f"/admin/buyers/publicbuyer/{buyer.pk}/change/").content.decode()
    assert str(buyer.organisation) in page and 'name="_save"' not in page
