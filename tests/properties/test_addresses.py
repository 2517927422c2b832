"""Every parameter of every address is read from an allow-list: what no page offers is not taken, nor shown."""

import logging
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.core.cache import cache

from tests.access.files import let_go
from tests.properties import pages
from tests.properties.sending import scene_of_posts

pytestmark = pytest.mark.slow

INTRUDER = "zzintrus"
FREE = {"text", "search"}
# Typed as numbers or days: what cannot be read is shown again, as text, beside its error.
SHOWN_AGAIN = {"amount", "planned", "montant", "date", "jusqu_au"}
VALUES = [
    INTRUDER,
    "\x00",
    "-1",
    "0",
    "9" * 400,
    "²",
    "٣",
    "x" * 5_000,
    "-id;--",
    "password",
    "__class__",
    "organisation__memberships__user__password",
    "1' OR 1=1",
    "%",
    "",
    "9999-99-99",
]
COMMON = ("page", "tri", "q", "o", "ordre", "order", "ordering")


class Controls(HTMLParser):
    """{name: kind} of the controls of the GET forms of a page, and the parameters of its links to itself."""

    def __init__(self, path):
        super().__init__()
        self.path, self.found, self.inside = path, {}, False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("method", "get").lower() == "get"
        elif self.inside and tag in {"input", "select", "textarea"} and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            self.found.setdefault(given["name"], kind)
        elif tag == "a" and given.get("href", "").partition("?")[0] in {"", self.path}:
            for name, _value in parse_qsl(urlsplit(given["href"]).query):
                self.found.setdefault(name, "link")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


@pytest.fixture
def scene(dated_data):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def parameters(page):
    controls = Controls(page.url)
    controls.feed(page.html)
    return controls.found


def lists(scene, clients):
    """(Page, {parameter: kind}) of each page that takes parameters, once per view."""
    known = set()
    for page in pages.pages(scene, clients):
        let_go(page.response)
        route = page.name.partition(" ")[0]
        if page.is_html and route not in known and (found := parameters(page)):
            known.add(route)
            yield page, found


def fault(client, page, kinds, value):
    """What is wrong with the page when every parameter that has a list is given `value`."""
    cache.clear()
    listed = [name for name, kind in kinds.items() if kind not in FREE and name not in SHOWN_AGAIN]
    names = listed if value == INTRUDER else list(kinds)
    response = let_go(client.get(f"{page.url}?{urlencode(dict.fromkeys(names, value))}"))
    if response.status_code >= 500:
        return f"{value[:20]!r}: {response.status_code}"
    if value == INTRUDER and INTRUDER in response.content.decode():
        return "what no list holds comes back in the page"
    return ""


def test_no_parameter_outside_its_list_is_taken(scene):
    clients, found, seen = pages.clients_of(scene), {}, set()
    for number, (page, kinds) in enumerate(list(lists(scene, clients))):
        seen.add(page.name)
        kinds = dict.fromkeys(COMMON, "link") | {"q": "search"} | kinds
        tried = [INTRUDER, *VALUES[1 + number % 2 :: 2]]
        faults = [each for value in tried if (each := fault(clients[page.role], page, kinds, value))]
        if faults:
            found[page.name] = faults
    assert {"needs:list", "suppliers:solution_list", "needs:map", "favourites:mine"} <= seen
    assert found == {}


def test_a_page_that_repeats_what_it_is_given_is_caught(scene):
    """The control: the search box repeats the words, and says so by its kind."""
    client = pages.clients_of(scene)["anonymous"]
    page = pages.Page("needs:list", "/besoins/", "anonymous", None)
    assert fault(client, page, {"q": "link"}, INTRUDER) != ""
