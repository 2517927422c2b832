"""The first page: counts that equal their lists, a map that equals its table, words that promise nothing false."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.pages.figures import drawing, shade
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.models import Territory
from needs.enums import NeedStatus
from tests.factories import NeedFactory, SolutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(db):
    """The region and its ten departments, by code."""
    region = Territory.objects.create(kind=TerritoryKind.REGION, code="44", name="Grand Est")
    rows = {"44": region}
    for area in drawing()["departements"]:
        rows[area["code"]] = Territory.objects.create(
            kind=TerritoryKind.DEPARTMENT, code=area["code"], name=area["name"], parent=region
        )
    return rows


def open_need(*places, **fields):
    need = NeedFactory(published=True, **fields)
    need.territories.set(places)
    return need


def get_home(client):
    response = client.get(reverse("pages:home"))
    assert response.status_code == 200
    return response


def test_home_without_anything_still_stands(client):
    page = get_home(client).content.decode()
    assert "Aucun besoin n'est ouvert en ce moment." in page


def test_home_shows_the_three_newest_open_needs(client):
    rows = [NeedFactory(published=True, title=f"Besoin {number}") for number in range(5)]
    for number, row in enumerate(rows):
        type(row).objects.filter(pk=row.pk).update(published_at=timezone.now() - timedelta(days=number))
    NeedFactory(title="Brouillon")
    NeedFactory(title="Clos", status=NeedStatus.CLOSED, published_at=timezone.now())
    response = get_home(client)
    assert [row["title"] for row in response.context["rows"]] == ["Besoin 0", "Besoin 1", "Besoin 2"]
    assert (response.context["open_count"], response.context["public_count"]) == (5, 6)


def test_home_numbers_equal_their_lists(client):
    for _each in range(3):
        NeedFactory(published=True)
        SolutionFactory(published=True)
    NeedFactory(submitted=True)
    SolutionFactory(submitted=True)
    shown = get_home(client).context
    needs = client.get(reverse("needs:list")).context["page_obj"].paginator.count
    every = client.get(reverse("needs:list"), {"etat": "tous"}).context["page_obj"].paginator.count
    solutions = client.get(reverse("suppliers:solution_list")).context["page_obj"].paginator.count
    assert (shown["open_count"], shown["public_count"], shown["census"]["solutions"]) == (
        needs,
        every,
        solutions,
    )


def test_census_counts_companies_once(client):
    one = SolutionFactory(published=True)
    SolutionFactory(published=True, company=one.company)
    SolutionFactory(company=SolutionFactory(published=True).company)
    assert get_home(client).context["census"] == {"solutions": 3, "companies": 2}


def test_map_counts_equal_the_list_of_each_department(client, places):
    open_need(places["67"], places["68"])
    open_need(places["67"])
    open_need(places["44"])
    open_need(places["44"], places["88"])
    open_need()
    closed = NeedFactory(status=NeedStatus.CLOSED, published_at=timezone.now())
    closed.territories.set([places["67"]])
    areas = {area["code"]: area for area in get_home(client).context["map"]["areas"]}
    assert {code: area["count"] for code, area in areas.items()} == {
        **dict.fromkeys(areas, 2),
        "67": 4,
        "68": 3,
    }
    for area in areas.values():
        assert client.get(area["url"]).context["page_obj"].paginator.count == area["count"]


def test_map_has_ten_departments_and_a_table_of_the_same_figures(client, places):
    open_need(places["67"])
    page = get_home(client).content.decode()
    table = dict(re.findall(r"<th scope=\"row\">.*?\((\d\d)\)</th><td class=\"num\">(\d+)</td>", page))
    drawn = re.findall(r'aria-label="[^"]+ : (\d+)"', page)
    assert len(table) == len(drawn) == 10 and table["67"] == "1"
    assert sorted(table.values()) == sorted(drawn)


def test_shades_follow_the_counts():
    assert [shade(count, 10) for count in [0, 1, 2, 3, 5, 9, 10]] == [0, 1, 1, 2, 3, 5, 5]
    assert shade(0, 0) == 0


def test_search_of_the_home_page_asks_the_list_of_needs(client):
    page = get_home(client).content.decode()
    assert re.search(rf'<form class="search"[^>]* action="{reverse("needs:list")}"', page)


def test_quotation_is_dated_and_says_what_is_missing(client, dated_data):
    page = get_home(client).content.decode()
    assert "98 % des marchés travaux" in page and "7 novembre 2017" in page
    assert "sans périmètre, période, unité ni méthode" in page


def test_quotation_is_left_out_when_it_is_not_loaded(client):
    assert "98 %" not in get_home(client).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_home_queries_do_not_grow(client, places, django_assert_num_queries, count):
    for _each in range(count):
        open_need(places["67"], places["44"])
        SolutionFactory(published=True)
    client.get(reverse("pages:home"))
    with django_assert_num_queries(8):
        get_home(client)


def test_home_is_one_page_with_one_heading(client):
    page = get_home(client).content.decode()
    assert page.count("<h1") == 1 and "Accessibilité : non conforme" in page
