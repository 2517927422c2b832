"""Twenty needs decided by keyboard, three keys each at the most, with and without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from grandest_portal.accounts.models import Organisation
from grandest_portal.reference.actions import load_reference
from needs.models import Need
from tests.browser.test_story import log_in
from tests.factories import NeedFactory, UserFactory, buyer_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]

NUMBER = 20


ALT = 1


class Keyboard:
    """Counts every key that goes down, Alt included.

    Chromium finds an access key by the text of the key, which Playwright's own keyboard leaves out beside Alt.
    """

    def __init__(self, page):
        self.page, self.count = page, 0
        self.session = page.context.new_cdp_session(page)

    def with_alt(self, *letters):
        self.page.keyboard.down("Alt")
        for letter in letters:
            key = {"key": letter, "code": f"Key{letter.upper()}", "text": letter, "unmodifiedText": letter}
            for kind in ["keyDown", "keyUp"]:
                self.session.send("Input.dispatchKeyEvent", {"type": kind, "modifiers": ALT, **key})
        self.page.keyboard.up("Alt")
        self.count += 1 + len(letters)


@pytest.fixture
def queue(transactional_db):
    load_reference()
    author, now = buyer_user(), timezone.now()
    Organisation.objects.update(verified_at=now)
    buyer = author.memberships.get().organisation.buyer
    until = timezone.localdate() + timedelta(days=30)
    return [
        NeedFactory(
            submitted=True,
            buyer=buyer,
            author=author,
            sourcing_open_until=until,
            submitted_at=now - timedelta(hours=NUMBER - number),
        )
        for number in range(NUMBER)
    ]


def letter_of(page, reason):
    return page.locator(f"input[name=reason_key][value={reason}]").get_attribute("accesskey")


def test_twenty_items_take_three_keys_each_at_most(queue, person):
    page = person()
    page.set_default_timeout(30_000)
    log_in(page, UserFactory(moderator=True))
    page.goto(f"/admin/needs/need/{queue[0].pk}/change/")
    verbs = ["p", "r", "x"]
    letters = {"r": letter_of(page, "trop_vague"), "x": letter_of(page, "hors_objet")}
    for number, need in enumerate(queue):
        expect(page).to_have_url(f"{page.url.split('/admin')[0]}/admin/needs/need/{need.pk}/change/")
        expect(page.locator("#decision")).to_be_visible()
        keyboard, verb = Keyboard(page), verbs[number % 3]
        with page.expect_navigation():
            keyboard.with_alt(*filter(None, [letters.get(verb), verb]))
        assert keyboard.count <= 3
        expect(page.locator(".messagelist .success")).to_be_visible()
    found = list(Need.objects.order_by("submitted_at").values_list("status", "moderation_reason_key"))
    made = {"p": ("published", ""), "r": ("returned", "trop_vague"), "x": ("rejected", "hors_objet")}
    assert found == [made[verbs[number % 3]] for number in range(NUMBER)]


def test_reasons_and_keys_stay_in_the_page_of_a_telephone(queue, person):
    page = person(width=320)
    log_in(page, UserFactory(moderator=True))
    page.goto(f"/admin/needs/need/{queue[0].pk}/change/#decision")
    wide = page.evaluate(
        "document.querySelector('.verbs').scrollWidth > document.querySelector('.verbs').clientWidth"
    )
    assert wide is False
