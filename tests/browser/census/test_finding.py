"""Found, compared, kept and saved by the keyboard alone, as a buyer's agent without a mouse does it."""

import re

import pytest
from playwright.sync_api import expect

from grandest_portal.core.jobs import run_due_jobs
from grandest_portal.follow.models import Favourite, SavedSearch
from suppliers.actions import publish_solution
from suppliers.enums import SolutionStatus
from tests.browser.census.conftest import main
from tests.browser.test_autosave import wait_until
from tests.suppliers.helpers import solution_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

TITLES = [f"Capteur d'écoute {letter}" for letter in "ABCDE"]
# More would say that the page cannot be gone through.
MOST_TABS = 120


@pytest.fixture
def five(people):
    for title in TITLES:
        publish_solution(solution_in(SolutionStatus.SUBMITTED, title=title), by=people["moderator"])
    run_due_jobs()


def reach(page, target):
    """Tab until the element has the focus."""
    expect(target).to_be_visible()
    for _number in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by the key Tab")


def press_key(page, target, key="Enter"):
    reach(page, target)
    page.keyboard.press(key)


def search(page, words):
    reach(page, page.get_by_role("searchbox"))
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q="))


def sides(page):
    """The titles side by side; the boxes stood in the order of the day's draw."""
    expect(page).to_have_url(re.compile("/solutions/comparer/"))
    return sorted(page.locator("table.compare thead a:not(.note)").all_inner_texts())


def test_up_to_four_sheets_are_compared_by_the_keyboard(five, people, enter):
    page = enter(people["agent"])
    page.goto("/solutions/")
    for title in TITLES[:3]:
        press_key(page, page.get_by_role("checkbox", name=f"Comparer {title}"), "Space")
    press_key(page, page.get_by_role("button", name="Comparer les fiches cochées"))
    assert sides(page) == TITLES[:3]
    press_key(page, page.get_by_role("link", name=f"Retirer {TITLES[0]}"))
    assert sides(page) == TITLES[1:3]

    press_key(page, page.get_by_role("link", name="Choisir dans la liste"))
    for title in [TITLES[0], TITLES[3], TITLES[4]]:
        press_key(page, page.get_by_role("checkbox", name=f"Comparer {title}"), "Space")
    press_key(page, page.get_by_role("button", name="Comparer les fiches cochées"))
    expect(main(page)).to_contain_text("4 fiches au plus : 1 est laissée de côté")
    # What is wider than the screen is scrolled by the arrows.
    page.set_viewport_size({"width": 320, "height": 900})
    reach(page, page.locator(".table-scroll"))
    page.keyboard.press("ArrowRight")
    wait_until(page, lambda: page.locator(".table-scroll").evaluate("box => box.scrollLeft") > 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_favourite_and_a_saved_search_by_the_keyboard(five, people, enter):
    page = enter(people["agent"])
    page.goto("/solutions/")
    search(page, "écoute")
    press_key(page, page.get_by_role("button", name="Enregistrer cette recherche"))
    expect(page.get_by_label("Nom de la recherche")).to_be_visible()
    press_key(page, page.get_by_role("button", name="Enregistrer", exact=True))
    expect(page).to_have_url(re.compile("/mes-recherches/$"))
    expect(page.locator("[role=status]").first).to_contain_text("La recherche est enregistrée.")
    assert SavedSearch.objects.get().user == people["agent"]
    press_key(page, main(page).get_by_role("link", name=re.compile("écoute")).first)
    press_key(page, page.get_by_role("link", name=TITLES[1]))
    press_key(page, page.get_by_role("button", name=re.compile("Garder en favori")))
    press_key(page, main(page).get_by_role("link", name="Écrire une note"))
    reach(page, page.get_by_label("Note partagée"))
    page.keyboard.type("À essayer au gymnase.")
    press_key(page, page.get_by_role("button", name="Enregistrer", exact=True))
    expect(main(page)).to_contain_text("À essayer au gymnase.")
    assert Favourite.objects.get().note == "À essayer au gymnase."
