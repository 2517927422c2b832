"""The map of solutions: its numbers by area served, what leads where, and who counts them when."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from grandest_portal.core.tasks import renew_kept
from suppliers.enums import SolutionStatus
from tests.suppliers.helpers import solution_in

pytestmark = pytest.mark.django_db
MAP, LIST = "/solutions/carte/", "/solutions/"
MEASURE, BUILDING = "industrie-recherche-mesure", "batiment-travaux"


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


def numbers(response):
    return {area["code"]: area["count"] for area in response.context["map"]["areas"]}


def listed(client, url):
    return client.get(url).context["page_obj"].paginator.count


@pytest.mark.parametrize(
    ("query", "elsewhere", "expected"),
    [
        ({}, 2, {"57": 4, "88": 3}),
        ({"secteur": MEASURE}, 2, {"57": 3}),
        ({"secteur": BUILDING}, 0, {"57": 1, "88": 1}),
        ({"secteur": "inconnu"}, 2, {"57": 4, "88": 3}),
        ({"decoupage": "epci"}, 2, {"57": 4, "88": 3}),  # solutions name no EPCI: there is no such map
    ],
)
def test_each_area_counts_what_can_be_delivered_there(client, scene, query, elsewhere, expected):
    found = numbers(client.get(MAP, query))
    assert len(found) == 10
    assert found == {**dict.fromkeys(found, elsewhere), **expected}


def test_shades_go_from_none_so_that_near_numbers_look_near(client, scene):
    shades = {area["code"]: area["shade"] for area in client.get(MAP).context["map"]["areas"]}
    # 4, 3 and 2 solutions: what counts everywhere is counted in the colour too.
    assert (shades["57"], shades["88"], shades["08"]) == (5, 4, 3)


def test_one_list_of_choices_has_one_button_and_the_hour_is_written_in_french(client, scene):
    with time_machine.travel("2026-03-02T22:27:00Z", tick=False):
        text = client.get(MAP).text
    assert text.count('<button class="button">Filtrer</button>') == 1
    assert "Chiffres comptés à 23 h 27" in text
    # The control: a page with several lists has a button before and after them.
    assert client.get(LIST).text.count('<button class="button">Filtrer</button>') == 2


def test_the_page_says_in_words_what_counts_everywhere(client, scene):
    response = client.get(MAP)
    text = unescape(response.text)
    assert response.context["region"]["everywhere"] == 2
    assert "2 solutions peuvent être fournies partout ou dans toute la région" in text
    assert "jamais où siègent les entreprises" in text


@pytest.mark.parametrize("query", [{}, {"secteur": MEASURE}, {"zone": "57"}, {"zone": "08"}])
def test_every_number_is_the_length_of_the_list_behind_it(client, scene, query):
    response = client.get(MAP, query)
    context = response.context
    assert listed(client, context["list_url"]) == context["total"] == context["own"] + context["others"] or (
        not query.get("zone") and listed(client, context["list_url"]) == context["total"]
    )
    for sector in context["sectors"]:
        assert listed(client, sector["url"]) == sector["count"], sector
    for area in context["map"]["areas"]:
        chosen = client.get(f"{MAP}{area['url']}")
        assert chosen.context["total"] == area["count"]
        assert listed(client, chosen.context["list_url"]) == area["count"]


def test_the_table_holds_the_numbers_of_the_map(client, scene):
    response = client.get(MAP)
    assert [(row["name"], row["count"]) for row in response.context["map"]["rows"]] == [
        (area["name"], area["count"]) for area in response.context["map"]["areas"]
    ]
    for area in response.context["map"]["areas"]:
        assert f'aria-label="{area["name"]} : {area["count"]}"' in unescape(response.text)


def test_no_count_moves_an_area(client, scene):
    before = list(numbers(client.get(MAP)))
    assert list(numbers(client.get(MAP, {"secteur": BUILDING, "zone": "88"}))) == before


def test_what_is_not_published_is_never_counted(client, areas):
    for status in set(SolutionStatus) - {SolutionStatus.PUBLISHED}:
        solution_in(status)
    response = client.get(MAP)
    assert set(numbers(response).values()) == {0}
    assert response.context["region"]["total"] == 0


def test_old_numbers_are_shown_at_once_and_counted_again_by_the_worker(client):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        solution_in(SolutionStatus.PUBLISHED)
        assert numbers(client.get(MAP))["57"] == 1
    solution_in(SolutionStatus.PUBLISHED)
    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        with CaptureQueriesContext(connection) as queries:
            assert numbers(client.get(MAP))["57"] == 1
        assert not [query for query in queries if query["sql"].startswith("WITH asked")]
        assert renew_kept() == 1
        assert numbers(client.get(MAP))["57"] == 2


def test_the_map_is_reached_from_the_list_and_the_site_map(client, dated_data):
    for url in [LIST, "/plan-du-site/"]:
        assert f'href="{MAP}"' in client.get(url).text, url
