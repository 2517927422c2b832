"""A draft that saves by itself: a closed tab, two tabs, a lost network, a page sent while a save is under way."""

import re
import time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from grandest_portal.accounts.enums import Side
from needs.models import Need
from tests.browser.test_story import fill, log_in, press
from tests.factories import MembershipFactory, PublicBuyerFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

CREATE = "/besoins/nouveau/"
# In milliseconds: the script waits for two seconds of silence, and a busy machine for more.
PATIENCE = 30_000
SAVED = re.compile(r"enregistré à \d+ h \d\d")


@pytest.fixture
def context(browser, live_server, transactional_db, practice_checks):
    """The browser of a buyer's agent, signed in; a fault of a script fails the test."""
    buyer = PublicBuyerFactory(organisation__verified_at=timezone.now())
    agent = MembershipFactory(organisation=buyer.organisation, user__side=Side.BUYER).user
    context, faults = browser.new_context(base_url=live_server.url, locale="fr-FR"), []
    context.set_default_timeout(PATIENCE)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    log_in(context.new_page(), agent)
    yield context
    context.close()
    assert faults == []


def status_of(page):
    return page.locator(".save-state")


def wait_until(page, holds):
    """Let the page go on until the condition holds: what it stores is read in the database."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds() and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert holds()


def started(context, title="Fuites d'eau"):
    """A tab with a new draft that has saved itself once."""
    page = context.new_page()
    page.goto(CREATE)
    fill(page, title=title)
    expect(status_of(page)).to_have_text(SAVED, timeout=PATIENCE)
    return page


def test_a_closed_tab_loses_nothing(context):
    page = started(context)
    need = Need.objects.get()
    expect(page).to_have_url(re.compile(f"/besoins/{need.pk}/modifier/besoin/"), timeout=PATIENCE)
    page.locator("[name=summary]").fill("Trouver les fuites.")
    # Closed before the silence ends: leaving the page saves it.
    page.locator("[name=title]").focus()
    expect(status_of(page)).to_have_text(SAVED, timeout=PATIENCE)
    wait_until(page, lambda: Need.objects.get().summary == "Trouver les fuites.")
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(f"/besoins/{need.pk}/modifier/besoin/")
    expect(again.locator("[name=title]")).to_have_value("Fuites d'eau")
    expect(again.locator("[name=summary]")).to_have_value("Trouver les fuites.")


def test_saving_takes_neither_focus_nor_caret(context):
    page = started(context)
    area = page.locator("[name=summary]")
    area.press_sequentially("Un deux")
    area.press("ArrowLeft")
    wait_until(page, lambda: Need.objects.get().summary == "Un deux")
    area.press_sequentially("X")
    expect(area).to_have_value("Un deuXx")
    expect(area).to_be_focused()


def test_two_tabs_meet_on_a_page_with_both_versions(context):
    first = started(context, "Premier titre")
    second = context.new_page()
    second.goto(first.url)
    fill(first, title="Titre du premier onglet")
    wait_until(first, lambda: Need.objects.get().title == "Titre du premier onglet")
    fill(second, title="Titre du second onglet", summary="Résumé du second onglet.")
    expect(status_of(second)).to_contain_text("L'enregistrement automatique s'arrête", timeout=PATIENCE)
    assert Need.objects.get().title == "Titre du premier onglet"
    press(second)
    expect(second.locator("#deux-versions")).to_be_visible()
    expect(second.get_by_role("main")).to_contain_text("Titre du premier onglet")
    expect(second.locator("[name=title]")).to_have_value("Titre du second onglet")
    # Nothing is stored over the first version before the person has chosen.
    expect(status_of(second)).to_have_count(0)
    press(second)
    expect(second).to_have_url(re.compile("/modifier/resultat/"), timeout=PATIENCE)
    assert Need.objects.get().title == "Titre du second onglet"


def test_a_lost_network_is_said_and_what_was_typed_comes_back(context):
    page = started(context)
    context.set_offline(True)
    fill(page, summary="Écrit dans le train.")
    expect(status_of(page)).to_contain_text("hors ligne", timeout=PATIENCE)
    context.set_offline(False)
    page.reload()
    expect(page.locator("[name=summary]")).to_have_value("Écrit dans le train.")
    # Stored by the page that was left, or by this one from the copy that it kept: whichever came first.
    wait_until(page, lambda: Need.objects.get().summary == "Écrit dans le train.")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_page_sent_while_it_saves_meets_no_conflict(context):
    page = started(context)

    def slowly(route):
        if route.request.headers.get("x-autosave"):
            time.sleep(1)
        route.continue_()

    page.route("**/modifier/**", slowly)
    page.locator("[name=summary]").fill("Trouver les fuites.")
    page.locator("[name=title]").focus()
    press(page)
    expect(page).to_have_url(re.compile("/modifier/resultat/"), timeout=PATIENCE)
    assert Need.objects.count() == 1
    assert Need.objects.get().summary == "Trouver les fuites."


def test_an_answer_that_is_not_stored_yet_is_named_and_stays_on_the_page(context):
    page, address = started(context), "moi@boite.example"
    need = Need.objects.get()
    page.goto(f"/besoins/{need.pk}/modifier/contact/")
    fill(page, contact_name=address, contact_role="Service de l'eau")
    expect(status_of(page)).to_contain_text("sauf ceci.", timeout=PATIENCE)
    expect(status_of(page)).to_contain_text("N'écrivez pas d'adresse électronique")
    # The first answer may have gone alone, when the second was typed after two seconds of silence.
    wait_until(page, lambda: Need.objects.get().contact_role == "Service de l'eau")
    assert Need.objects.get().contact_name != address
    page.reload()
    expect(page.locator("[name=contact_name]")).to_have_value(address)
    fill(page, contact_name="Camille Test")
    expect(status_of(page)).to_have_text(re.compile(r"^enregistré à \d+ h \d\d$"), timeout=PATIENCE)
    need.refresh_from_db()
    assert need.contact_name == "Camille Test"
    assert page.evaluate("sessionStorage.length") == 0
