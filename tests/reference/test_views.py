"""The public page that finds a CPV code without JavaScript."""

import re
from html import unescape

import pytest
from django.urls import reverse

from grandest_portal.reference.models import CPVCode

pytestmark = pytest.mark.usefixtures("loaded")


def page(client, **query):
    answer = client.get(reverse("reference:cpv_search"), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def shown_codes(html):
    return re.findall(r"<strong>([0-9]{8}-[0-9])</strong>", html)


def test_page_is_open_to_everybody(client, db):
    assert reverse("reference:cpv_search") == "/reference/cpv/"
    assert "<h1>Trouver un code CPV</h1>" in page(client)


def test_page_without_words_lists_the_divisions(client, db):
    assert len(shown_codes(page(client))) == 45


def test_page_finds_codes_by_words_without_accents(client, db):
    html = page(client, q="CONTENEUR eau")
    assert shown_codes(html) == ["44613500-5"]
    assert "1 code pour « CONTENEUR eau »" in html


def test_page_shows_fifty_codes_at_most_and_says_how_many_more(client, db):
    html = page(client, q="logiciels")
    assert len(shown_codes(html)) == 50
    assert "309 codes pour « logiciels »" in html
    assert "Encore 259 codes : précisez les mots ou choisissez un niveau." in html


def test_page_keeps_one_level(client, db):
    html = page(client, q="4523", niveau="4")
    assert shown_codes(html) == ["45230000-8"]
    assert '<strong aria-current="page">Classe (1)</strong>' in html


@pytest.mark.parametrize("level", ["99", "-1", "x", "", "\x00", "2" * 10000])
def test_page_ignores_a_level_that_does_not_exist(client, db, level):
    assert shown_codes(page(client, q="conteneurs à eau", niveau=level)) == ["44613500-5"]


def test_page_proposes_close_labels_when_nothing_answers(client, db):
    html = page(client, q="panneaux solairres")
    assert "Aucun code pour « panneaux solairres »" in html
    assert shown_codes(html)[0] == "09331000-8"


def test_page_says_so_when_nothing_is_close(client, db):
    assert shown_codes(page(client, q="zzzzzzzz")) == []


@pytest.mark.parametrize(
    "words",
    [
        "\x00",
        "a" * 10000,
        "é " * 5000,
        "' OR 1=1 --",
        "%_\\",
        "<script>alert(1)</script>",
        "🦊",
        "\u202e",
        "& | ! ( :*",
    ],
)
def test_page_stands_bad_input(client, db, words):
    assert "<script>alert" not in client.get(reverse("reference:cpv_search"), {"q": words}).content.decode()
    page(client, q=words)


def test_page_refuses_other_methods(client, db):
    assert client.post(reverse("reference:cpv_search")).status_code == 405


@pytest.mark.parametrize("words", ["conteneurs à eau", "logiciels"])
def test_page_asks_the_same_queries_for_one_code_or_fifty(client, db, django_assert_num_queries, words):
    with django_assert_num_queries(2):
        page(client, q=words)


def entries(client, words):
    answer = client.get(reverse("reference:cpv_search"), {"q": words}, headers={"X-Suggest": "1"})
    return [each["value"] for each in answer.json()["found"]]


def test_what_is_typed_finds_labels_first_then_what_buyers_words_lead_to(client, db):
    """Two sources, one list: « crèche » stands in few labels, and leads to social services."""
    found = entries(client, "crèche")
    by_label = list(CPVCode.objects.search("crèche").order_by("level", "code")[:8])
    assert found[: len(by_label)] == [row.full for row in by_label]
    assert any(entry.startswith("853") for entry in found)
    assert len(found) == len(set(found)) <= 8


def test_digits_find_codes_alone(client, db):
    assert all(entry.startswith("4523") for entry in entries(client, "4523"))


@pytest.mark.parametrize("words", ["qzqzqz", "☃☃", "a" * 500])
def test_words_that_mean_nothing_find_nothing_or_what_looks_like_them(client, db, words):
    assert len(entries(client, words)) <= 8
