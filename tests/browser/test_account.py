"""Second factors in Chromium: an application of codes, a passkey of a virtual authenticator, a code by mail."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.accounts.helpers import code
from tests.factories import PASSWORD, MembershipFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def user(transactional_db):
    return MembershipFactory().user


def press(page, label):
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()
    # A page left before its icon came would count as a failed request.
    page.wait_for_load_state("networkidle")


def log_in(page, user):
    page.goto("/compte/connexion/", wait_until="networkidle")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Se connecter")


def log_out(page):
    page.goto("/compte/deconnexion/", wait_until="networkidle")
    press(page, "Se déconnecter")


def prove_password(page):
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Confirmer")


def test_application_of_codes_from_enrolment_to_recovery(person, user):
    page = person(320)
    log_in(page, user)
    page.goto("/compte/securite/application/activer/")
    prove_password(page)
    secret = page.locator("code.secret").inner_text()
    expect(page.locator("img.qr")).to_have_js_property("complete", True)
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    page.locator("[name=code]").fill(code(secret))
    press(page, "Activer")
    press(page, "Afficher mes codes de secours")
    spare = page.locator(".codes code").all_inner_texts()
    assert len(spare) == 10
    log_out(page)
    for digits in [code(secret, steps=1), spare[0]]:
        give_code(page, user, digits)
        expect(page).to_have_url(re.compile("/tableau-de-bord/"))
        log_out(page)
        give_code(page, user, digits)
        expect(page.get_by_role("main")).to_contain_text("Ce code n'est pas le bon")
        press(page, "Abandonner la connexion")


def give_code(page, user, digits):
    # What remembers used codes must not be the cache, which may be lost at any moment.
    cache.clear()
    log_in(page, user)
    expect(page).to_have_url(re.compile("/second-facteur/"))
    page.locator("[name=code]").fill(digits)
    press(page, "Continuer")


@pytest.mark.parametrize("scripted", [True], ids=["with JavaScript"], indirect=True)
def test_passkey_opens_the_account_alone(person, user):
    page = person()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    log_in(page, user)
    page.goto("/compte/securite/cles/ajouter/")
    prove_password(page)
    page.locator("[name=name]").fill("Téléphone")
    press(page, "Créer la clé")
    expect(page).to_have_url(re.compile("/codes-de-secours/"))
    page.goto("/compte/securite/cles/")
    expect(page.get_by_role("heading", name="Téléphone")).to_be_visible()
    log_out(page)
    page.goto("/compte/connexion/")
    press(page, "Employer une clé d'accès")
    expect(page).to_have_url(re.compile("/tableau-de-bord/"))


@pytest.mark.parametrize("scripted", [False], ids=["without JavaScript"], indirect=True)
def test_passkeys_say_that_they_need_javascript(person, user):
    page = person()
    page.goto("/compte/connexion/")
    expect(page.get_by_role("main")).to_contain_text("Les clés d'accès demandent JavaScript")
    expect(page.locator("[data-passkey-start]")).to_be_hidden()


def test_code_by_mail_opens_the_account(person, user, settled, smtp):
    page = person()
    page.goto("/compte/connexion/")
    page.get_by_role("link", name="Recevoir un code par courriel").click()
    page.locator("[name=email]").fill(user.email)
    press(page, "Recevoir le code")
    expect(page).to_have_url(re.compile("/code/saisir/"))
    settled()
    (mail,) = smtp.to(user.email)
    words = mail.get_body(("plain",)).get_content()
    (digits,) = re.findall(r"(?m)^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", words)
    page.locator("[name=code]").fill(digits)
    press(page, "Se connecter")
    expect(page).to_have_url(re.compile("/tableau-de-bord/"))


def test_password_can_be_pasted(person, user):
    page = person()
    page.goto("/compte/connexion/")
    field = page.locator("[name=password]")
    assert (field.get_attribute("autocomplete"), field.get_attribute("onpaste")) == ("current-password", None)
    field.focus()
    page.keyboard.insert_text(PASSWORD)
    expect(field).to_have_value(PASSWORD)
