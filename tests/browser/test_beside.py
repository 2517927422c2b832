"""The remarks beside a step follow the typing, without taking the focus; a button does it without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from needs.models import Need
from tests.browser import test_autosave
from tests.browser.test_autosave import PATIENCE, started
from tests.browser.test_story import fill, press

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

# The fixture: a signed-in browser of a buyer.
context = test_autosave.context
STANDARD = "Conformité NF EN 15189 exigée."
MARK = "aside mark"


def result_step(context):
    page = started(context)
    page.goto(f"/besoins/{Need.objects.get().pk}/modifier/resultat/")
    return page


def test_remarks_follow_the_typing_and_the_focus_stays(context):
    page = result_step(context)
    expect(page.get_by_role("button", name="Relire ma saisie")).to_be_hidden()
    area = page.locator("[name=expected_result]")
    area.press_sequentially(STANDARD)
    expect(page.locator(MARK)).to_have_text("NF EN 15189", timeout=PATIENCE)
    expect(area).to_be_focused()
    said = page.locator("[data-beside-said]")
    expect(said).to_have_text(re.compile(r"^\d+ remarques? sur cette étape\.$"))
    assert said.get_attribute("role") == "status"
    # The announcement is the count, never the remarks themselves.
    assert (
        page.locator("aside [role=status]").count() == page.locator("aside [data-beside-said]").count() == 1
    )
    area.fill("Être prévenus en deux heures.")
    expect(page.locator(MARK)).to_have_count(0, timeout=PATIENCE)
    expect(area).to_be_focused()


def test_remark_that_is_read_is_not_taken_away(context):
    page = result_step(context)
    area = page.locator("[name=expected_result]")
    area.fill(STANDARD)
    card = page.locator("aside article", has_text="NF EN 15189")
    summary = card.locator("summary")
    expect(summary).to_be_visible(timeout=PATIENCE)
    area.fill(f"{STANDARD} Certification ISO 14001 du titulaire.")
    summary.focus()
    with page.expect_response(lambda response: "/remarques/" in response.url):
        pass
    expect(summary).to_be_focused()
    area.focus()
    expect(page.locator(MARK)).not_to_have_count(1, timeout=PATIENCE)
    expect(area).to_be_focused()


def test_button_reads_again_without_javascript(browser, context, live_server):
    state = context.storage_state()
    plain = browser.new_context(
        base_url=live_server.url, locale="fr-FR", java_script_enabled=False, storage_state=state
    )
    page = plain.new_page()
    page.goto("/besoins/nouveau/")
    fill(page, title="Fuites d'eau")
    press(page)
    fill(page, expected_result=STANDARD)
    press(page, "Relire ma saisie")
    expect(page).to_have_url(re.compile("/modifier/resultat/\\?relu=1#verifications$"))
    expect(page.locator(MARK)).to_have_text("NF EN 15189")
    expect(page.locator("[name=expected_result]")).to_have_value(STANDARD)
    plain.close()
