"""The map of needs: its numbers, what leads where, what may be asked, and who counts them when."""

import time
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import brotli
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from grandest_portal.core import cache as fail_open
from grandest_portal.core.tasks import renew_kept
from needs.enums import NeedStatus
from needs.map_words import area_text
from needs.tasks import count_map
from tests.needs.places_scene import METZ, OUEST_VOSGIEN, add_epcis

MAP = "/besoins/carte/"
BUILDING, NATURE = "batiment-travaux", "espaces-verts-agriculture"


@pytest.fixture
def scene(make_need, places, codes):
    """Needs that differ in place, sector, date and state."""
    add_epcis(places)
    now = timezone.now()
    wanted = [
        ("Moselle", ["57"], ["45259900"], 10, {}),
        ("Deux", ["57", "88"], ["45259900", "03000000"], 40, {}),
        ("Metz", [METZ], ["03000000"], 200, {}),
        ("Ouest", [OUEST_VOSGIEN], ["45259900"], 500, {}),
        ("Partout", ["44"], ["45259900"], 5, {}),
        ("Sans lieu", [], ["03000000"], 5, {}),
        ("Clos", ["57"], ["45259900"], 5, {"status": NeedStatus.CLOSED, "closed_at": now}),
    ]
    for title, where, cpv, days, fields in wanted:
        need = make_need(title=title, published=True, published_at=now - timedelta(days=days), **fields)
        need.territories.set([places[code] for code in where])
        need.cpv.set([codes[code] for code in cpv])


@pytest.fixture(autouse=True)
def empty_cache(db):
    """A busy machine may have missed the clearing after the test before: these numbers are kept there."""
    for _attempt in range(50):
        fail_open.rest["until"] = 0.0
        if cache.clear():
            return
        time.sleep(0.1)


def numbers(response):
    return {area["code"]: area["count"] for area in response.context["map"]["areas"] if area["count"]}


def listed(client, url):
    return client.get(url).context["page_obj"].paginator.count


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"57": 3, "88": 2, "52": 1}),
        ({"decoupage": "epci"}, {METZ: 1, OUEST_VOSGIEN: 1}),
        ({"secteur": NATURE}, {"57": 2, "88": 1}),
        ({"periode": "3"}, {"57": 2, "88": 1}),
        ({"periode": "12"}, {"57": 3, "88": 1}),
        ({"etat": "clos"}, {"57": 1}),
        ({"etat": "tous"}, {"57": 4, "88": 2, "52": 1}),
        ({"secteur": BUILDING, "periode": "3", "decoupage": "epci"}, {}),
    ],
)
def test_map_counts_needs_where_they_are_carried_out(client, scene, query, expected):
    assert numbers(client.get(MAP, query)) == expected


def test_needs_of_the_whole_region_are_counted_apart_and_said(client, scene):
    response = client.get(MAP)
    assert response.context["region"]["everywhere"] == 1
    assert response.context["region"]["total"] == 6
    text = unescape(response.text)
    assert "1 besoin de toute la région, qui n'est compté dans aucun territoire" in text
    assert "1 besoin sans lieu d'exécution." in text
    assert "départements entiers" not in text
    fine = client.get(MAP, {"decoupage": "epci"})
    assert fine.context["region"]["departments"] == 2
    assert "2 besoins d'un ou de plusieurs départements entiers" in unescape(fine.text)


@pytest.mark.parametrize(
    ("query", "own", "others"),
    [
        ({"zone": "57"}, 3, 1),
        ({"zone": "08"}, 0, 1),
        ({"decoupage": "epci", "zone": METZ}, 1, 3),
        ({"decoupage": "epci", "zone": OUEST_VOSGIEN}, 1, 2),
        ({"zone": "57", "secteur": NATURE}, 2, 0),
        ({"zone": "57", "periode": "3", "etat": "tous"}, 3, 1),
        ({"decoupage": "epci", "zone": METZ, "periode": "12", "etat": "tous"}, 1, 4),
    ],
)
def test_a_chosen_area_leads_to_the_list_that_it_counts(client, scene, query, own, others):
    response = client.get(MAP, query)
    assert (response.context["own"], response.context["others"]) == (own, others)
    assert listed(client, response.context["list_url"]) == own + others
    for sector in response.context["sectors"]:
        assert listed(client, sector["url"]) == sector["count"], sector


def test_without_an_area_sectors_are_those_of_the_region(client, scene):
    response = client.get(MAP)
    counts = {row["name"]: row["count"] for row in response.context["sectors"] if row["count"]}
    assert sorted(counts.values()) == [3, 4]
    assert listed(client, response.context["list_url"]) == 6


def test_the_chosen_area_is_read_above_the_map_where_it_is_outlined(client, scene):
    page = client.get(MAP, {"zone": "57"}).text
    zone, drawing, table = (
        page.index('<h3 id="zone"'),
        page.index('<svg viewBox="0 0 1000'),
        page.index('id="tableau"'),
    )
    assert zone < drawing < table
    back, outline = page.index("Revenir à toute la région"), page.index('<path class="chosen"')
    assert zone < back < drawing < outline < table
    assert page.count('aria-current="true"') == 1
    everywhere = client.get(MAP).text
    assert 'class="chosen"' not in everywhere and 'id="zone"' not in everywhere


def test_a_click_keeps_the_other_choices(client, scene):
    response = client.get(MAP, {"secteur": NATURE, "etat": "tous", "zone": "88"})
    moselle = next(area for area in response.context["map"]["areas"] if area["code"] == "57")
    assert moselle["url"] == f"?secteur={NATURE}&etat=tous&zone=57#zone"
    vosges = next(area for area in response.context["map"]["areas"] if area["code"] == "88")
    assert vosges["chosen"]
    assert {chip["label"] for chip in response.context["chips"]} >= {"Vosges", "Tous les états"}


@pytest.mark.parametrize(
    "query",
    [
        {"decoupage": "commune"},
        {"zone": "2A"},
        {"zone": METZ},  # an EPCI on the map of departments
        {"periode": "-1"},
        {"periode": "\x00"},
        {"secteur": "x" * 20_000},
        {"etat": ["clos'", "<b>"]},
    ],
)
def test_unknown_choices_are_no_choice(client, scene, query):
    response = client.get(MAP, query)
    assert response.status_code == 200
    assert numbers(response) == {"57": 3, "88": 2, "52": 1}
    assert response.context["chips"] == []


def test_several_values_of_one_choice_take_one(client, scene):
    response = client.get(f"{MAP}?zone=57&zone=88&periode=3&periode=12&decoupage=epci&decoupage=epci")
    assert response.status_code == 200


class Links(HTMLParser):
    """The accessible names of the areas of the map, in the order of the page."""

    def __init__(self, text):
        super().__init__()
        self.names, self.inside = [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inside = self.inside or (tag == "svg" and given.get("role") == "group")
        if self.inside and tag == "a":
            assert given["href"]
            self.names.append(given["aria-label"])

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "svg"


@pytest.mark.parametrize(("query", "count"), [({}, 10), ({"decoupage": "epci"}, 150)])
def test_each_area_is_a_link_with_its_name_and_number(client, scene, query, count):
    response = client.get(MAP, query)
    names = Links(response.text).names
    assert len(names) == count
    assert names == [f"{area['name']}\u00a0: {area['count']}" for area in response.context["map"]["areas"]]


def test_no_count_moves_an_area(client, scene):
    """Areas stand by name in the map and in its table, whatever they hold."""
    before = [area["code"] for area in client.get(MAP).context["map"]["rows"]]
    after = client.get(MAP, {"secteur": NATURE, "zone": "88"}).context["map"]["rows"]
    assert [area["code"] for area in after] == before


COUNTING = "WITH asked"


def counted_in(queries):
    return [query for query in queries if query["sql"].startswith(COUNTING)]


@pytest.mark.parametrize("query", [{}, {"decoupage": "epci"}, {"zone": "57", "secteur": NATURE}])
@pytest.mark.parametrize("needs", [1, 3])
def test_queries_do_not_grow_with_the_needs(client, make_need, query, needs):
    for _each in range(needs):
        make_need(published=True)
    with CaptureQueriesContext(connection) as queries:
        client.get(MAP, query)
    assert len(queries) == 3, [each["sql"] for each in queries]
    assert len(counted_in(queries)) == 1


def test_every_sector_area_and_cut_is_read_from_one_count(client, scene):
    client.get(MAP)
    with CaptureQueriesContext(connection) as queries:
        for query in [{"zone": "57"}, {"secteur": NATURE}, {"decoupage": "epci", "zone": METZ}]:
            client.get(MAP, query)
    assert not counted_in(queries)


def test_old_numbers_are_shown_at_once_and_counted_again_by_the_worker(client, make_need):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        make_need(published=True)
        assert numbers(client.get(MAP)) == {"57": 1}
        make_need(published=True)
        assert numbers(client.get(MAP)) == {"57": 1}
        assert renew_kept() == 0
    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        for _visitor in range(2):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(MAP)
            assert numbers(response) == {"57": 1}
            assert response.context["counted_at"] == start
            assert not counted_in(queries)
            assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
        assert (renew_kept(), renew_kept()) == (1, 0)
        assert numbers(client.get(MAP)) == {"57": 2}


def test_a_lost_cache_is_counted_in_the_request(client, make_need):
    """Control of the test above: without kept numbers the page counts."""
    make_need(published=True)
    client.get(MAP)
    make_need(published=True)
    cache.clear()
    assert numbers(client.get(MAP)) == {"57": 2}


def test_the_clock_keeps_the_first_question_fresh(client, make_need):
    make_need(published=True)
    client.get(MAP)
    make_need(published=True)
    count_map()
    assert numbers(client.get(MAP)) == {"57": 2}


def test_the_page_says_when_its_numbers_were_counted(client, make_need):
    with time_machine.travel("2026-11-02T14:07:30+01:00", tick=False):
        assert "Chiffres comptés à 14 h 07" in client.get(MAP).text


def test_drafts_are_never_counted(client, make_need):
    make_need()
    make_need(status=NeedStatus.SUBMITTED)
    response = client.get(MAP, {"etat": "tous"})
    assert numbers(response) == {}
    assert response.context["region"]["total"] == 0


@pytest.mark.parametrize("query", [{}, {"decoupage": "epci"}])
def test_the_page_stays_light(client, scene, query):
    assert len(brotli.compress(client.get(MAP, query).content)) < 60_000


def test_the_map_is_reached_from_the_list_the_home_page_and_the_site_map(client, dated_data):
    for url in ["/besoins/", "/", "/plan-du-site/"]:
        assert f'href="{MAP}' in client.get(url).text, url


@pytest.mark.parametrize(
    ("own", "others", "said"),
    [
        (0, 0, "Aucun besoin ne nomme ce territoire."),
        (1, 0, "1 besoin nomme ce territoire."),
        (0, 2, "Aucun besoin ne nomme ce territoire. 2 autres, plus larges, s'y exécutent aussi."),
    ],
)
def test_sentence_of_an_area_says_no_zero(own, others, said):
    assert area_text({"own": own, "others": others, "total": own + others, "zone": "57"}) == said
