"""What a person types is shown as text: no payload of a hundred becomes an element, an attribute or an address."""

import logging
import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from lxml import html

from needs.models import Need
from tests.access.files import let_go
from tests.properties import pages
from tests.properties.payloads import payloads, write_everywhere
from tests.properties.sending import scene_of_posts
from tests.test_house import admin_urls

pytestmark = pytest.mark.slow

MARK = "pxss"
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "srcdoc",
    "style",
    "content",
    "xlink:href",
    "poster",
}
MEANT_FOR_MACHINES = re.compile(r"^\s*(javascript|data|vbscript):", re.IGNORECASE)
# Columns whose texts must have been hostile: the walk is not in vain.
CARRIED = {
    "needs.need.title",
    "needs.need.summary",
    "needs.need.contact_name",
    "needs.question.text",
    "needs.answer.text",
    "needs.interest.note",
    "needs.suggestion.reason",
    "needs.judgement.note",
    "needs.needjoin.volume",
    "needs.checkjustification.text",
    "attachments.attachment.name",
    "follow.favourite.note",
    "follow.favouritelist.name",
    "follow.savedsearch.name",
    "reports.report.text",
    "reports.appeal.text",
    "accounts.user.full_name",
    "accounts.organisation.name",
    "suppliers.solution.title",
}


@login_not_required
def careless(request):
    return HttpResponse("".join(f"<p>{need.title}</p>" for need in Need.objects.order_by("pk")))


urlpatterns = [path("", include("grandest_portal.urls")), path("imprudent/", careless)]


@pytest.fixture
def scene(dated_data):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def became_code(page):
    """What of a page is more than text, where only a payload can have put it."""
    found = []
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        if MARK in element.tag or (element.tag in {"script", "style"} and MARK in (element.text or "")):
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            risky = name in ADDRESSES and MEANT_FOR_MACHINES.match(value)
            if MARK in name or name.startswith("on") or (risky and MARK in value):
                found.append(f"<{element.tag} {name}={value[:40]!r}>")
    return found


def raw(page, hostile):
    """The payloads that stand in the page as they were typed."""
    return [text for text in hostile if text in page]


def fault_of(response, hostile):
    if not response.get("Content-Type", "").startswith(("text/html", "application/atom")):
        return []
    page = response.content.decode()
    if not page:
        return []
    risky = [text for text in hostile if "<" in text]
    return raw(page, risky) + (became_code(page) if response["Content-Type"].startswith("text/html") else [])


def test_payloads_are_a_hundred_different_ones():
    assert len(set(payloads())) >= 100


def test_no_stored_text_becomes_code(scene):
    hostile, clients = payloads(), pages.clients_of(scene)
    columns, used = write_everywhere(hostile)
    assert CARRIED - columns == set() and len(used) >= 100
    found = {}
    for page in pages.pages(scene, clients):
        let_go(page.response)
        assert page.response.status_code == 200, page.name
        found[page.name] = fault_of(page.response, hostile)
    for name, url in admin_urls():
        cache.clear()
        found[name] = fault_of(let_go(clients["admin"].get(url)), hostile)
    assert {name: fault for name, fault in found.items() if fault} == {}


@pytest.mark.slow
def test_no_text_that_is_refused_becomes_code(scene):
    """Each form is sent with a payload in every control: most are refused, and shown again."""
    hostile, clients, found, shown = payloads(), pages.clients_of(scene), {}, 0
    for number, (page, form) in enumerate(list(pages.forms(scene, clients))):
        cache.clear()
        data = {
            name: hostile[(number * 7 + turn) % len(hostile)] for turn, name in enumerate(sorted(form.fields))
        }
        response = let_go(clients[page.role].post(form.action, {**form.data, **data}))
        shown += response.status_code in {200, 409, 422}
        found[form.action] = fault_of(response, hostile)
    assert {name: fault for name, fault in found.items() if fault} == {}
    assert shown > 40


@pytest.mark.urls(__name__)
def test_careless_page_is_caught(scene):
    """The control."""
    hostile = payloads()
    write_everywhere(hostile)
    assert len(fault_of(Client().get("/imprudent/"), hostile)) > 5
