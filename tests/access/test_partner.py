"""What a partner reads: published things, and what it wrote itself. Never drafts, never exchanges of others."""

import re

import pytest
from django.urls import reverse

from meetings.models import Meeting
from needs.models import Need, Suggestion
from suppliers.models import Solution
from tests.access.expectations import ROWS
from tests.access.files import let_go
from tests.access.scene import build
from tests.access.test_matrix import client_with, cookie_of, url_of
from tests.factories import NeedFactory, SolutionFactory, SuggestionFactory

pytestmark = pytest.mark.slow

PUBLIC = {
    "needs": {"published", "closed", "consultation", "direct_purchase", "abandoned", "awarded"},
    "solutions": {"published"},
}


@pytest.fixture
def scene(dated_data):
    scene = build()
    for status in ["returned", "rejected", "abandoned"]:
        NeedFactory(status=status, published_at=scene.things["need published"].published_at)
    for status in ["returned", "rejected", "archived"]:
        SolutionFactory(status=status)
    SuggestionFactory(need=scene.things["need published"])
    return scene


def readable(client, rows, name):
    """The ids whose page of that name opens."""
    return {row.pk for row in rows if client.get(reverse(name, args=[row.pk])).status_code == 200}


def ids(rows):
    return set(rows.values_list("pk", flat=True))


def test_partner_opens_exactly_the_pages_that_are_its_own_or_public(scene):
    client = client_with(cookie_of(scene.users["partner"]))
    found = {
        "needs": readable(client, Need.objects.all(), "needs:detail"),
        "solutions": readable(client, Solution.objects.all(), "suppliers:solution_detail"),
        "need matches": readable(client, Need.objects.all(), "needs:matches"),
        "solution matches": readable(client, Solution.objects.all(), "needs:solution_matches"),
        "meetings": readable(client, Meeting.objects.all(), "meetings:detail"),
        "suggestions": readable(client, Suggestion.objects.all(), "needs:suggestion"),
    }
    assert found == {
        "needs": ids(Need.objects.filter(status__in=PUBLIC["needs"])),
        "solutions": ids(Solution.objects.filter(status__in=PUBLIC["solutions"])),
        "need matches": set(),
        "solution matches": set(),
        "meetings": set(),
        "suggestions": {scene.things["suggestion"].pk},
    }


def linked(pages, pattern):
    return {int(pk) for page in pages for pk in re.findall(pattern, page)}


def pages_of(scene, role):
    client = client_with(cookie_of(scene.users[role]))
    urls = {url_of(row, scene) for row in ROWS if row.method == "GET"} | {"/besoins/?etat=tous"}
    answers = [let_go(client.get(url)) for url in sorted(urls)]
    return [
        answer.text
        for answer in answers
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    ]


def test_every_page_of_a_partner_leads_to_nothing_hidden(scene):
    pages = pages_of(scene, "partner")
    assert linked(pages, r"/besoins/(\d+)/") == ids(Need.objects.filter(status__in=PUBLIC["needs"]))
    assert linked(pages, r"/solutions/(\d+)/") == ids(Solution.objects.filter(status__in=PUBLIC["solutions"]))
    assert linked(pages, r"/rendez-vous/(\d+)/") == set()
    assert linked(pages, r'"/suggestions/(\d+)/') == {scene.things["suggestion"].pk}


def test_the_crawl_would_see_what_is_hidden(scene):
    """The control: the same reading of the pages, by the owner, finds drafts and meetings."""
    pages = pages_of(scene, "buyer")
    assert scene.things["need draft"].pk in linked(pages, r"/besoins/(\d+)/")
    assert scene.things["meeting confirmed"].pk in linked(pages, r"/rendez-vous/(\d+)/")
