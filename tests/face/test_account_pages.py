"""Each page of sign-up and log-in is ours: our frame, one heading, every sentence in French."""

import re

import pytest
from django.urls import reverse

from grandest_portal.accounts.templatetags.account_crumbs import TRAILS, crumb_of
from tests import factories

pytestmark = pytest.mark.django_db

OPEN = {
    "account_login": "Se connecter",
    "account_signup": "Créer un compte",
    "account_reset_password": "Mot de passe oublié",
    "account_reset_password_done": "Vérifiez votre boîte de réception",
    "account_reset_password_from_key_done": "Votre mot de passe est changé",
    "account_email_verification_sent": "Vérifiez votre boîte de réception",
    "account_request_login_code": "Recevoir un code de connexion",
    "account_inactive": "Ce compte est désactivé",
}
CLOSED = {
    "account_logout": "Se déconnecter ?",
    "account_change_password": "Changer de mot de passe",
    "account_email": "Changer d'adresse électronique",
    "account_reauthenticate": "Confirmez que c'est bien vous",
    "mfa_index": "Sécurité du compte",
    "mfa_list_webauthn": "Clés d'accès",
    "usersessions_list": "Sessions ouvertes",
}


def heading(response):
    html = response.content.decode()
    assert 'id="contenu"' in html
    (words,) = re.findall(r"<h1>([^<]+)</h1>", html)
    return words.replace("&#x27;", "'")


@pytest.mark.parametrize("name", OPEN)
def test_account_page_is_ours(client, name):
    assert heading(client.get(reverse(name))) == OPEN[name]


@pytest.mark.parametrize("name", CLOSED)
def test_account_page_of_a_signed_in_person_is_ours(client, name):
    user = factories.UserFactory()
    client.force_login(user)
    assert heading(client.get(reverse(name))) == CLOSED[name]


def test_stale_links_say_how_to_go_on(client):
    confirm = client.get(reverse("account_confirm_email", args=["perdu"]))
    assert heading(confirm) == "Confirmer mon adresse"
    assert reverse("account_login") in confirm.content.decode()
    reset = client.get(reverse("account_reset_password_from_key", args=["1", "perdu-1"]))
    assert heading(reset) == "Ce lien n'est plus valable"
    assert reverse("account_reset_password") in reset.content.decode()


def test_login_errors_stand_in_the_summary(client):
    html = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "<title>Erreur : Se connecter" in html
    assert '<a href="#id_login">' in html


TRAILED = {
    "mfa_index": ["Mon compte", "Sécurité du compte"],
    "account_email": ["Mon compte", "Sécurité du compte", "Adresse électronique"],
    "usersessions_list": ["Mon compte", "Sécurité du compte", "Sessions ouvertes"],
    "privacy:erasure": ["Mon compte", "Vos données", "Supprimer votre compte"],
}


@pytest.mark.parametrize("name", TRAILED)
def test_account_page_says_where_it_stands(client, name):
    client.force_login(factories.UserFactory())
    html = client.get(reverse(name)).content.decode()
    trail = html[html.index('<nav class="breadcrumb"') :].partition("</nav>")[0]
    assert re.findall(r">([^<\n]+)</(?:a|span)>", trail) == TRAILED[name]


def test_every_trail_leads_to_pages_that_exist():
    for steps in TRAILS.values():
        *parents, label = [crumb_of(step) for step in steps]
        assert all(parent["url"].startswith("/") for parent in parents)
        assert label.keys() == {"label"}


FIELDS_LEFT_EMPTY = {
    "account_login": ["Écrivez votre adresse électronique.", "Écrivez votre mot de passe."],
    "account_request_login_code": ["Écrivez votre adresse électronique."],
    "account_reset_password": ["Écrivez votre adresse électronique."],
    "account_signup": [
        "Dites si vous êtes acheteur public, entreprise ou structure d'accompagnement.",
        "Écrivez votre prénom et votre nom.",
        "Écrivez votre adresse électronique.",
        "Choisissez un mot de passe.",
        "Écrivez le mot de passe une seconde fois.",
    ],
}


@pytest.mark.parametrize("name", FIELDS_LEFT_EMPTY)
def test_empty_account_form_names_each_missing_field(client, name):
    form = client.post(reverse(name), {}).context["form"]
    assert [str(error) for errors in form.errors.values() for error in errors] == FIELDS_LEFT_EMPTY[name]
    assert "placeholder" not in str(form)
