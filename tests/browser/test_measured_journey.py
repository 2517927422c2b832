"""What publishing a need costs a person who uses the keyboard alone: pages, answers, keys.

The figures stand in docs/needs.md; this test fails when they grow.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error, expect

from needs.enums import NeedStatus
from needs.models import Need
from tests.browser.test_story import RESULT, SITUATION, log_in, people, publish_from_desk  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# A slow typist: 120 characters a minute; and what a person needs to read a page and think, in seconds.
CHARACTERS_A_MINUTE = 120
SECONDS_A_PAGE = 45


@dataclass
class Keyboard:
    """A page driven by keys; counts what was pressed."""

    page: object
    moves: int = 0
    typed: int = 0
    pages: list = field(default_factory=list)

    def press(self, key):
        self.page.keyboard.press(key)
        self.moves += 1

    def reach(self, name):
        """Tab until the answer or button `name` has the focus, as somebody who does not know the page."""
        for _try in range(80):
            try:
                found = self.page.evaluate(
                    "() => [document.activeElement.name || '', document.activeElement.textContent.trim()]"
                )
            except Error:  # the page was on its way to the next one
                self.page.wait_for_timeout(200)
                continue
            if name in found:
                return
            self.press("Tab")
        pytest.fail(f"not reached by Tab: {name}")

    def write(self, name, text):
        self.reach(name)
        self.page.keyboard.type(text)
        self.typed += len(text)

    def send(self, label="Continuer"):
        self.reach(label)
        self.pages.append(self.page.url)
        with self.page.expect_navigation():
            self.press("Enter")


def test_a_need_is_sent_in_seven_pages_and_few_keys(person, people, request):  # noqa: F811
    page = person()
    log_in(page, people["agent"])
    page.goto("/besoins/nouveau/")
    keys = Keyboard(page)
    keys.write("title", "Réduire les pertes d'eau des écoles")
    keys.send()
    keys.write("current_situation", SITUATION)
    keys.write("expected_result", RESULT)
    keys.send()
    keys.write("cpv", "38420000")
    keys.reach("territories")
    keys.press("Space")
    keys.send()
    keys.reach("budget_band")
    keys.press("ArrowDown")
    keys.send()
    keys.send()
    keys.send("Envoyer en relecture")
    expect(page).to_have_url(re.compile(r"/besoins/\d+/envoye/"))
    minutes = keys.typed / CHARACTERS_A_MINUTE + len(keys.pages) * SECONDS_A_PAGE / 60
    print(
        f"pages {len(keys.pages)}, characters {keys.typed}, other keys {keys.moves}, "
        f"about {minutes:.1f} minutes for a slow typist"
    )
    assert Need.objects.get().status == NeedStatus.SUBMITTED
    assert len(keys.pages) == 6
    # « Journées » in the menu is one more stop on each page.
    assert keys.moves <= 166
    assert minutes <= 15
