"""The page and its two files, for the people of the need."""

import html

import pytest

from grandest_portal.core.documents import produce
from tests.factories import MembershipFactory, buyer_user, company_user

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@pytest.fixture
def reader(agent):
    return MembershipFactory(organisation=agent.buyer.organisation, role="reader").user


def test_page_shows_the_document_and_its_files(client, whole_need, reader):
    need = whole_need()
    client.force_login(reader)
    text = html.unescape(client.get(f"/besoins/{need.pk}/cahier-des-charges/").text)
    for shown in ["Sans coupure d'eau.", "Camille Test", "R2111-7", "À compléter", "Points ouverts"]:
        assert shown in text
    for kind in TYPES:
        assert f'href="/besoins/{need.pk}/cahier-des-charges.{kind}"' in text


@pytest.mark.parametrize("kind", TYPES)
def test_files_are_downloaded_under_their_version(client, whole_need, reader, kind):
    need = whole_need()
    client.force_login(reader)
    response = client.get(f"/besoins/{need.pk}/cahier-des-charges.{kind}")
    assert (response.status_code, response["Content-Type"]) == (200, TYPES[kind])
    assert (
        response["Content-Disposition"] == f'attachment; filename="cahier-des-charges-B-{need.pk}-v3.{kind}"'
    )
    assert response["Cache-Control"] == "private, no-store"
    assert response.content[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}[kind]


def test_hostile_text_stays_text_on_the_page(client, whole_need, reader):
    need = whole_need(constraints="<script>alert(1)</script>")
    client.force_login(reader)
    text = client.get(f"/besoins/{need.pk}/cahier-des-charges/").text
    assert "<script>alert" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("kind", TYPES)
def test_a_file_that_cannot_be_made_leaves_the_page(client, whole_need, reader, monkeypatch, kind):
    need = whole_need()
    client.force_login(reader)
    monkeypatch.setattr(produce, "WORKER", "grandest_portal.core.documents.no_such_worker")
    response = client.get(f"/besoins/{need.pk}/cahier-des-charges.{kind}")
    assert response.status_code == 503
    assert "Le fichier n'a pas pu être préparé." in html.unescape(response.text)
    assert "Points ouverts" in response.text


@pytest.mark.parametrize("kind", TYPES)
def test_files_are_refused_as_the_page_is(client, whole_need, moderator, kind):
    draft, published = whole_need(), whole_need(published=True)
    for user, expected in [(buyer_user(), (404, 403)), (company_user(), (404, 403)), (moderator, (404, 200))]:
        client.force_login(user)
        found = tuple(
            client.get(f"/besoins/{need.pk}/cahier-des-charges{ending}").status_code
            for need, ending in [
                (draft, f".{kind}"),
                (published, f".{kind}" if user is not moderator else "/"),
            ]
        )
        assert found == expected


def test_files_are_limited_per_person(client, whole_need, reader, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"document": (1, 600)}
    need = whole_need()
    client.force_login(reader)
    url = f"/besoins/{need.pk}/cahier-des-charges.pdf"
    assert [client.get(url).status_code for _time in range(2)] == [200, 429]


def test_page_asks_few_queries(client, whole_need, reader, django_assert_max_num_queries):
    need = whole_need()
    client.force_login(reader)
    with django_assert_max_num_queries(11):
        client.get(f"/besoins/{need.pk}/cahier-des-charges/")


def test_link_stands_on_the_page_of_the_need(client, whole_need, reader):
    need = whole_need()
    client.force_login(reader)
    assert f'href="/besoins/{need.pk}/cahier-des-charges/"' in client.get(f"/besoins/{need.pk}/").text
