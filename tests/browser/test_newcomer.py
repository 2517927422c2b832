"""A newcomer in a browser: sign-up, verification, organisation, first need, one entry of the queue, one decision."""

import re

import pytest
from playwright.sync_api import expect

from grandest_portal.accounts.models import Membership
from grandest_portal.reference.actions import load_reference
from needs.models import Need
from tests.browser.test_story import fill, log_in, press, write_need
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

EMAIL, PHRASE = "zoe.martin@valombre.example", "quatre mots choisis hier soir"


def path_in(mail):
    """The one link of a mail, as a path of the portal."""
    words = mail.get_body(("plain",)).get_content()
    return re.search(r"https?://[^/\s]+(/\S+)", words).group(1)


def sign_up(page):
    page.goto("/compte/inscription/")
    page.locator("[name=side][value=buyer]").check()
    fill(page, full_name="Zoé Martin", email=EMAIL, password1=PHRASE, password2=PHRASE)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/compte/adresse/envoyee/"))


def confirm_and_log_in(page, mail):
    page.goto(path_in(mail))
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/compte/connexion/")
    fill(page, login=EMAIL, password=PHRASE)
    press(page, "Se connecter")
    expect(page).to_have_url(re.compile("/acheteurs/inscription/"))


def register(page):
    page.locator("[name=identifier_kind][value=register]").check()
    page.locator("[name=country]").select_option("DE")
    fill(
        page,
        name="Stadt Valombre",
        identifier="HRB 4242 Saarbrücken",
        street="1 Rathausplatz",
        postal_code="66111",
        city="Saarbrücken",
        position="Responsable des achats",
    )
    page.locator("[name=kind]").first.select_option("commune")
    press(page, "Envoyer la demande")
    expect(page.get_by_role("main")).to_contain_text("Stadt Valombre")


def test_newcomer_publishes_a_first_need_by_one_decision(transactional_db, person, worker, settled, smtp):
    load_reference()
    boss = UserFactory(moderator=True)
    newcomer, moderator = person(), person()
    sign_up(newcomer)
    settled()
    confirm_and_log_in(newcomer, smtp.to(EMAIL)[0])
    register(newcomer)
    write_need(newcomer)
    settled()
    assert smtp.to(boss.email)

    log_in(moderator, boss)
    moderator.goto("/admin/")
    expect(moderator.locator("main, #content-main").first).to_contain_text("1")
    membership, need = Membership.objects.get(), Need.objects.get()
    moderator.goto(f"/admin/accounts/membership/{membership.pk}/change/")
    expect(moderator.locator("#premiers-textes")).to_be_visible()
    moderator.get_by_role("button", name="Valider le rattachement et publier").click()
    expect(moderator.locator(".messagelist").first).to_contain_text("validé")
    settled()

    membership.refresh_from_db()
    need.refresh_from_db()
    assert (membership.status, need.status) == ("approved", "published")
    assert any("représentez maintenant" in str(mail["Subject"]) for mail in smtp.to(EMAIL))
    anybody = person()
    anybody.goto(f"/besoins/{need.pk}/")
    expect(anybody.get_by_role("main")).to_contain_text("Stadt Valombre")
