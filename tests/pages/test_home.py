"""The first page: search, newest needs, map, figures, quotation; the same for everybody."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.models import AuditEntry
from grandest_portal.pages.figures import open_needs
from grandest_portal.reference.maps import drawing, shade
from grandest_portal.reference.models import Territory
from meetings.enums import MeetingSide, MeetingStatus
from meetings.models import Meeting
from needs.enums import NeedSource, NeedStatus
from tests.factories import CompanyFactory, NeedFactory, SolutionFactory, company_user

HOME = reverse("pages:home")
CODES = [area["code"] for area in drawing("department")["areas"]]


@pytest.fixture
def places(db):
    """{code: territory}: the region under « 44 » and its ten departments."""
    region = Territory.objects.create(kind="region", code="44", name="Grand Est")
    rows = {"44": region}
    for area in drawing("department")["areas"]:
        rows[area["code"]] = Territory.objects.create(
            kind="department", code=area["code"], name=area["name"], parent=region
        )
    return rows


def need_in(*territories, **fields):
    need = NeedFactory(**{"published": True, **fields})
    need.territories.set(territories)
    return need


def confirmed_meeting(status=MeetingStatus.CONFIRMED, **fields):
    need, start = NeedFactory(published=True), timezone.now()
    return Meeting.objects.create(
        need=need,
        buyer=need.buyer,
        company=CompanyFactory(),
        status=status,
        started_by=MeetingSide.BUYER,
        awaiting=MeetingSide.COMPANY,
        starts_at=start,
        ends_at=start + timedelta(minutes=30),
        expires_at=start,
        **fields,
    )


def listed(client, **query):
    return client.get(reverse("needs:list"), query).context["page_obj"].paginator.count


def test_home_of_an_empty_portal_says_so(client, dated_data):
    response = client.get(HOME)
    assert response.status_code == 200
    assert "Aucun besoin n'est ouvert en ce moment." in response.text
    assert [area["count"] for area in response.context["map"]["areas"]] == [0] * 10


def test_home_shows_the_three_newest_open_needs(client, dated_data):
    now = timezone.now()
    for age in range(4):
        NeedFactory(title=f"Besoin {age}", published=True, published_at=now - timedelta(days=age))
    NeedFactory(title="Clos", status=NeedStatus.CLOSED, published_at=now)
    response = client.get(HOME)
    assert [row["title"] for row in response.context["rows"]] == ["Besoin 0", "Besoin 1", "Besoin 2"]
    assert response.context["open_count"] == listed(client) == 4
    assert "Voir les 4 besoins" in response.text


@pytest.mark.parametrize(
    ("days", "label"), [(6, "clôture dans 6 jours"), (7, "clôture dans 7 jours"), (8, "")]
)
def test_home_says_when_a_window_closes_within_a_week(client, dated_data, days, label):
    NeedFactory(published=True, sourcing_open_until=timezone.localdate() + timedelta(days=days))
    assert client.get(HOME).context["rows"][0]["label"] == label


def test_home_searches_the_needs(client, dated_data):
    page = client.get(HOME).text
    form = re.search(r'<form class="search".*?</form>', page, re.DOTALL)[0]
    assert f'action="{reverse("needs:list")}"' in form
    assert 'name="q"' in form


def test_map_counts_equal_the_lists_they_lead_to(client, dated_data, places):
    need_in(places["57"])
    need_in(places["57"], places["88"])
    need_in(places["44"])
    need_in(places["44"], places["57"])
    need_in()
    need_in(places["08"], status=NeedStatus.CLOSED, published_at=timezone.now())
    areas = client.get(HOME).context["map"]["areas"]
    counts = {area["code"]: area["count"] for area in areas}
    assert counts == {**dict.fromkeys(CODES, 2), "57": 4, "88": 3}
    assert {
        area["code"]: client.get(area["url"]).context["page_obj"].paginator.count for area in areas
    } == counts


def test_map_says_how_needs_of_the_whole_region_count(client, dated_data):
    assert "Un besoin de toute la région compte dans chacun" in client.get(HOME).text


@pytest.mark.parametrize(
    ("count", "most", "expected"), [(0, 0, 0), (0, 9, 0), (1, 9, 1), (5, 9, 3), (9, 9, 5), (1, 1, 5)]
)
def test_shade_has_five_steps_up_to_the_most(count, most, expected):
    assert shade(count, most) == expected


def test_map_numbers_are_integers_for_svg(db):
    assert {
        type(area[key]) for area in open_needs()["map"]["areas"] for key in ["x", "y", "count", "shade"]
    } == {int}


def test_figures_equal_what_they_count(client, dated_data):
    company = CompanyFactory()
    SolutionFactory.create_batch(2, company=company, published=True)
    SolutionFactory(published=True)
    SolutionFactory()
    confirmed_meeting()
    confirmed_meeting(MeetingStatus.CANCELLED, reason="Empêchement")
    context = client.get(HOME).context
    solutions = client.get(reverse("suppliers:solution_list")).context["page_obj"].paginator.count
    assert context["census"] == {"solutions": 3, "companies": 2, "meetings": 1}
    assert (solutions, listed(client)) == (context["census"]["solutions"], context["open_count"])


def test_quotation_is_dated_and_says_what_it_lacks(client, dated_data):
    page = client.get(HOME).text
    assert (
        "« 98 % des marchés travaux de notre région sont attribués à des entreprises du territoire »" in page
    )
    assert "7 novembre 2017, sans périmètre, période, unité ni méthode" in page
    assert "Les chiffres recalculés" in page


def test_quotation_is_left_out_until_it_is_loaded(client, db):
    assert client.get(HOME).context["quotation"] is None


def test_home_has_two_entrances_for_those_who_are_not_signed_in(client, dated_data):
    page = client.get(HOME).text
    for words, name in [
        ("Je suis acheteur public", "buyers:register"),
        ("Je suis une entreprise", "suppliers:register"),
    ]:
        assert f'href="{reverse("account_signup")}?next={reverse(name)}">{words}</a>' in page
    client.force_login(company_user())
    page = client.get(HOME).text
    assert "Je suis une entreprise" not in page
    assert "Ouvrir mon tableau de bord" in page


def test_entrance_leads_to_a_sign_up_that_remembers_the_side(client, dated_data):
    page = client.get(reverse("account_signup"), {"next": reverse("buyers:register")}).text
    assert f'name="next" value="{reverse("buyers:register")}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_constant_queries(client, dated_data, places, rows, django_assert_num_queries):
    for _number in range(rows):
        need_in(places["57"], places["44"])
        SolutionFactory(published=True)
        confirmed_meeting()
    with django_assert_num_queries(7):
        client.get(HOME)


def test_home_reads_the_numbers_that_the_map_keeps(client, dated_data, places):
    need_in(places["57"])
    client.get(reverse("needs:map"))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(HOME).context["open_count"] == 1
    assert not [query for query in queries if query["sql"].startswith("WITH")]


def test_home_shows_imported_projects_without_a_buyer(client, dated_data):
    NeedFactory(
        buyer=None, source=NeedSource.OPEN_DATA, source_id="1", source_buyer="Ville voisine", published=True
    )
    assert client.get(HOME).context["rows"][0]["line"].startswith("Ville voisine")


def test_home_writes_nothing(client, dated_data):
    NeedFactory(published=True)
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(HOME)
    assert [query["sql"][:6] for query in queries if not query["sql"].startswith(("SELECT", "WITH"))] == []
    assert AuditEntry.objects.count() == before
