"""« Mon compte »: who one is, for whom one speaks, where to change it."""

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, UserFactory, buyer_user, company_user, partner_user

pytestmark = pytest.mark.django_db


def account(client, user):
    client.force_login(user)
    response = client.get(reverse("pages:account"))
    assert response.status_code == 200
    return response


def answers(response, name):
    return {str(row["label"]): row["value"] for row in response.context[name]}


def test_account_shows_the_person_and_where_to_change(client):
    response = account(client, UserFactory(full_name="Zoé Test", email="zoe@test.example", side="buyer"))
    assert answers(response, "person") == {
        "Prénom et nom": "Zoé Test",
        "Adresse électronique": "zoe@test.example",
        "Mot de passe": "••••••••",
        "Fuseau horaire": "Paris",
        "Vous êtes": "Acheteur public",
    }
    page = response.content.decode()
    for name in ["account_email", "account_change_password", "notifications:list", "pages:privacy"]:
        assert f'href="{reverse(name)}"' in page


@pytest.mark.parametrize(
    ("fields", "label"), [({}, "Validé"), ({"waiting": True}, "En attente de vérification")]
)
def test_account_shows_the_membership_and_its_state(client, fields, label):
    membership = MembershipFactory(position="Cheffe des achats", **fields)
    response = account(client, membership.user)
    organisation = membership.organisation
    assert answers(response, "organisation") == {
        "Organisation": organisation.name,
        "Numéro de registre étranger (par exemple HRB)": organisation.identifier,
        "Adresse": "1 rue du Test, 66111 Saarbrücken",
        "Votre fonction": "Cheffe des achats",
        "Votre rôle": "Administrateur",
    }
    assert response.context["label"] == label


@pytest.mark.parametrize("status", ["refused", "ended"])
def test_account_without_live_membership_says_so(client, status):
    response = account(client, MembershipFactory(status=status).user)
    assert response.context["organisation"] == []
    assert "Commencer" in response.content.decode()


@pytest.mark.parametrize(
    ("make", "fields", "name"),
    [
        (buyer_user, {}, "buyers:edit"),
        (company_user, {}, "suppliers:company_edit"),
        (buyer_user, {"waiting": True}, None),
        (company_user, {"waiting": True}, None),
        (partner_user, {}, None),
    ],
)
def test_profile_is_edited_by_approved_people(client, make, fields, name):
    response = account(client, make(**fields))
    assert response.context["profile_url"] == (reverse(name) if name else "")


def test_account_asks_to_sign_in(client):
    assert client.get(reverse("pages:account")).status_code == 302


def test_hostile_names_are_text(client):
    page = account(client, UserFactory(full_name="<script>alert(1)</script>")).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
