"""The codes that a need's own text proposes: added without leaving the page, or by sending it without JavaScript."""

import pytest
from playwright.sync_api import expect

from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.proposals.model import model
from needs.models import Need
from tests.browser import test_autosave
from tests.browser.test_autosave import PATIENCE, started, wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

# The fixture: a signed-in browser of a buyer.
context = test_autosave.context
TITLE = "Entretien des espaces verts et tonte des stades"


@pytest.fixture
def proposed(transactional_db):
    found = model().proposals(TITLE)
    for each in found:
        CPVCode.objects.create(code=each.code, check_digit="1", label=f"Libellé {each.code}", level=4)
    return found


def domain_step(context):
    page = started(context, TITLE)
    page.goto(f"/besoins/{Need.objects.get().pk}/modifier/domaine/")
    return page


def held():
    return set(Need.objects.get().cpv.values_list("pk", flat=True))


def test_a_proposal_is_added_in_the_page_and_comes_back_when_it_is_taken_out(proposed, context):
    page = domain_step(context)
    rows, area = page.locator("[data-suggested]"), page.locator("[name=cpv]")
    expect(rows).to_have_count(len(proposed))
    # One place for codes: the box that looks for words stands among the proposals.
    expect(page.locator(".proposals .suggest input")).to_have_count(1)
    expect(page.locator(".suggest input")).to_have_count(1)
    # Nothing is added by itself.
    expect(area).to_have_value("")
    rows.first.get_by_role("button").press("Enter")
    expect(area).to_have_value(f"{proposed[0].code}-1")
    expect(rows.first).to_be_hidden()
    expect(rows.nth(1).get_by_role("button")).to_be_focused()
    expect(page.locator(".suggest-said")).to_contain_text(f"Ajouté : {proposed[0].code}-1")
    wait_until(page, lambda: held() == {proposed[0].code})
    area.fill("")
    expect(rows.first).to_be_visible()
    wait_until(page, lambda: held() == set())


def test_one_press_adds_a_proposal_without_javascript(proposed, context, browser, live_server):
    address = domain_step(context).url
    state = context.storage_state()
    without = browser.new_context(
        base_url=live_server.url, locale="fr-FR", java_script_enabled=False, storage_state=state
    )
    without.set_default_timeout(PATIENCE)
    page = without.new_page()
    page.goto(address)
    expect(page.locator("[data-suggested]")).to_have_count(len(proposed))
    page.locator("[data-suggested]").first.get_by_role("button").click()
    expect(page.locator("[name=cpv]")).to_have_value(f"{proposed[0].code}-1")
    expect(page.locator("[data-suggested]")).to_have_count(len(proposed) - 1)
    assert held() == {proposed[0].code}
    without.close()
