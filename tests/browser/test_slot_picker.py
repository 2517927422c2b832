"""A slot is chosen, held and accepted by keyboard alone, at the width of a telephone, with and without JavaScript."""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from grandest_portal.reference.actions import load_reference
from meetings.models import Meeting, Occupation
from tests.browser.test_story import log_in
from tests.meetings.scenes import opened, pair

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]
MOST_TABS = 60


@pytest.fixture
def both(transactional_db):
    """A need whose buyer opens two hours a week, in a fortnight."""
    load_reference()
    both = pair()
    day = timezone.localdate() + timedelta(days=14)
    opened(both, weekday=day.weekday(), valid_from=day, opens_at=time(9), closes_at=time(11))
    return both


def tab_to(page, wanted):
    """Press Tab until the focus stands on what matches the selector; what is focused is always seen."""
    for _number in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"no way to {wanted} by keyboard")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_slot_is_chosen_and_accepted_by_keyboard(both, person):
    page = person(width=320)
    log_in(page, both.manager)
    page.goto(f"/rendez-vous/proposer/{both.need.pk}/")
    tab_to(page, "main a[href*='/rendez-vous/demander/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/rendez-vous/demander/"))
    assert fits(page)
    # The group is entered once, at its first choice; arrows choose, whatever the day.
    tab_to(page, "input[name=slot]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=slot]:checked")).to_have_count(1)
    label = page.locator("label:has(input:checked)").inner_text()
    assert re.search(r"\d{4}, de 9 h 30 à 10 h 00|\d{4}, de 10 h 00 à 10 h 30", label.replace("\xa0", " "))
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Créneau demandé")).to_be_visible()
    assert fits(page)
    meeting = Meeting.objects.get()
    assert set(Occupation.objects.values_list("state", flat=True)) == {"held"}
    answering = person(width=320)
    log_in(answering, both.agent)
    answering.goto(f"/rendez-vous/{meeting.pk}/")
    tab_to(answering, "input[name=slot]")
    tab_to(answering, "main form button")
    answering.keyboard.press("Enter")
    expect(answering.get_by_role("main").get_by_text("Confirmé", exact=True)).to_be_visible()
    assert Meeting.objects.get().status == "confirmed"


def test_weeks_are_walked_by_links_and_an_error_leads_to_the_choice(both, person):
    page = person(width=320)
    log_in(page, both.manager)
    address = f"/rendez-vous/demander/{both.need.pk}/"
    page.goto(f"{address}?semaine={timezone.localdate().isoformat()}")
    expect(page.get_by_text("Aucun créneau libre cette semaine-là.")).to_be_visible()
    tab_to(page, "main a[href*='#jour-']")
    page.keyboard.press("Enter")
    legend = page.locator("legend").first
    expect(legend).to_contain_text("– 4 créneaux")
    # The console names the refused page with its fragment, the network without.
    page.goto(page.url.partition("#")[0])
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Erreur"))
    tab_to(page, "#erreurs a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in {"id_slot", "#id_slot"}
