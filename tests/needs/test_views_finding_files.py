"""The list as a file and as a feed: the same needs as on the page, and nothing that is not public."""

import csv
import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from grandest_portal.reference.models import Parameter, Territory
from needs.enums import BudgetBand, NeedStatus
from needs.models import Need

pytestmark = pytest.mark.usefixtures("dated_data")
ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "Canari secret"


@pytest.fixture
def needs(make_need):
    """Three open needs, one closed, and one of each state that is not public."""
    now = timezone.now()
    for rank, title in enumerate(["Toiture", "=1+1", "Eau & <b>fuites</b> \x0b]]>"]):
        make_need(
            published=True,
            title=title,
            published_at=now - timedelta(days=rank),
            contact_name=SECRET,
            budget_band=BudgetBand.LT_40K if rank else BudgetBand.GT_1M,
        )
    make_need(title="Clos", status=NeedStatus.CLOSED, published_at=now, closed_at=now)
    for status in [NeedStatus.DRAFT, NeedStatus.SUBMITTED, NeedStatus.RETURNED, NeedStatus.REJECTED]:
        make_need(title=SECRET, status=status)


def csv_rows(client, **query):
    response = client.get(reverse("needs:export_csv"), query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def xlsx_rows(client, **query):
    response = client.get(reverse("needs:export_xlsx"), query)
    content = b"".join(response.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def entries(client, **query):
    response = client.get(reverse("needs:feed"), query)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize(
    "query", [{}, {"etat": "tous"}, {"budget": "lt_40k"}, {"q": "toiture"}, {"q": "zzzz"}]
)
def test_files_and_feed_hold_the_needs_of_the_list(client, needs, query):
    shown = [need.reference for need in client.get(reverse("needs:list"), query).context["page_obj"]]
    for rows in [csv_rows(client, **query), xlsx_rows(client, **query)]:
        assert sorted(row[0] for row in rows[1:]) == sorted(shown)
        assert len({len(row) for row in rows}) == 1
    ids = [entry.find(f"{ATOM}id").text.rpartition("/")[2] for entry in entries(client, **query)]
    assert sorted(f"B-{pk}" for pk in ids) == sorted(shown)


def test_files_hold_public_columns_only(client, needs, agent):
    client.force_login(agent)
    for rows in [csv_rows(client, etat="tous"), xlsx_rows(client, etat="tous")]:
        assert SECRET not in str(rows)
        assert "Titre" in rows[0] and "Contact" not in str(rows[0])


def test_csv_and_spreadsheet_neutralise_formulas(client, needs):
    assert "'=1+1" in [row[1] for row in csv_rows(client)]
    assert "=1+1" in [row[1] for row in xlsx_rows(client)]


@pytest.mark.parametrize("address", ["export_csv", "export_xlsx", "feed"])
def test_forged_values_are_left_out(client, needs, address):
    query = {"etat": "'; --", "budget": "x" * 10_000, "tri": "pk__in", "jusqu_au": "hier", "page": "10" * 9}
    response = client.get(reverse(f"needs:{address}"), query)
    assert response.status_code == 200
    assert response.getvalue()


def test_a_file_that_is_cut_says_so_in_its_last_row(client, needs):
    Parameter.objects.filter(key="export_rows_max").update(value=2)
    rows = csv_rows(client)
    assert len(rows) == 4
    assert rows[-1][0].startswith("Fichier limité aux 2 premiers besoins")
    assert str(xlsx_rows(client)[-1][0]).startswith("Fichier limité aux 2 premiers besoins")


def test_exports_are_limited_for_each_person(client, needs, agent, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"exports": (1, 3600)}
    client.force_login(agent)
    assert csv_rows(client)
    assert client.get(reverse("needs:export_xlsx")).status_code == 429


@pytest.mark.parametrize("rows", [1, 3])
def test_files_ask_the_same_queries_for_one_row_and_for_three(
    client, make_need, rows, django_assert_num_queries
):
    for _row in range(rows):
        make_need(published=True)
    with django_assert_num_queries(7):
        csv_rows(client)
    with django_assert_num_queries(5):
        entries(client)


def test_feed_has_stable_identifiers_dates_and_readable_titles(client, needs):
    first = entries(client)
    assert [entry.find(f"{ATOM}title").text for entry in first] == [
        "Toiture",
        "=1+1",
        "Eau & <b>fuites</b> ]]>",
    ]
    need = Need.objects.get(title="Toiture")
    assert first[0].find(f"{ATOM}id").text.endswith(f",2026:besoins/{need.pk}")
    assert first[0].find(f"{ATOM}link").get("href") == f"{settings.SITE_URL}/besoins/{need.pk}/"
    amended = timezone.now() + timedelta(minutes=1)
    Need.objects.filter(pk=need.pk).update(amended_at=amended)
    again = entries(client)
    assert again[0].find(f"{ATOM}id").text == first[0].find(f"{ATOM}id").text
    assert datetime.fromisoformat(again[0].find(f"{ATOM}updated").text) == amended


def test_feed_is_kept_by_readers_and_opens_no_session(client, needs):
    response = client.get(reverse("needs:feed"), {"budget": "lt_40k"})
    assert response.cookies == {}
    assert "max-age=900" in response["Cache-Control"] and "public" in response["Cache-Control"]
    again = client.get(
        reverse("needs:feed"), {"budget": "lt_40k"}, headers={"If-None-Match": response["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_an_empty_feed_stays_the_same(client, db):
    first = client.get(reverse("needs:feed"))
    assert client.get(reverse("needs:feed"))["ETag"] == first["ETag"]


def test_feed_holds_the_newest_fifty(client, make_need):
    for _row in range(51):
        make_need(published=True)
    assert len(entries(client)) == 50


def test_list_leads_to_its_files_feed_and_mail(client, needs):
    page = client.get(reverse("needs:list"), {"budget": "lt_40k", "page": "1", "inconnu": "x"}).text
    assert '<link rel="alternate" type="application/atom+xml"' in page
    for address in ["export.csv", "export.xlsx", "flux.atom"]:
        assert f'href="/besoins/{address}?budget=lt_40k"' in page
    assert 'href="mailto:?subject=' in page and "%3Fbudget%3Dlt_40k" in page


def test_files_name_every_place(client, make_need):
    need = make_need(published=True)
    names = ["Marne", "Meuse", "Moselle", "Vosges", "Ardennes"]
    need.territories.set(
        [
            Territory.objects.update_or_create(kind="department", code=code, defaults={"name": name})[0]
            for code, name in zip(["51", "55", "57", "88", "08"], names, strict=True)
        ]
    )
    for head, row in (csv_rows(client)[:2], xlsx_rows(client)[:2]):
        assert row[head.index("Lieu d'exécution")] == "Ardennes, Marne, Meuse, Moselle, Vosges"
