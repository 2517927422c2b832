"""Layers around every request: identifier, constant headers, refusals said calmly."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, reverse

from grandest_portal.core.errors import DomainError
from grandest_portal.core.middleware import PERMISSIONS_POLICY
from tests.factories import UserFactory


@login_not_required
def refuse(request):
    raise DomainError("Ce besoin est déjà clos. Ouvrez-en un autre.")


urlpatterns = [path("", include("grandest_portal.urls")), path("refus/", refuse)]
refusing = pytest.mark.urls(__name__)


@pytest.mark.parametrize("given", ["abcdef12", "A-1-b-2-c-3"])
def test_usable_request_id_is_kept(client, given):
    assert client.get("/live-non", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "court", "x" * 65, "mauvais\nligne", "<script>abc", "é" * 9])
def test_unusable_request_id_is_replaced(client, given):
    returned = client.get("/introuvable/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", returned) and returned != given


@pytest.mark.parametrize("url", ["/", "/introuvable/", "/tableau-de-bord/"])
def test_constant_headers_are_on_every_answer(client, db, url):
    response = client.get(url)
    assert {
        "Permissions-Policy": response["Permissions-Policy"],
        "X-Frame-Options": response["X-Frame-Options"],
        "X-Content-Type-Options": response["X-Content-Type-Options"],
        "Referrer-Policy": response["Referrer-Policy"],
        "Cross-Origin-Opener-Policy": response["Cross-Origin-Opener-Policy"],
    } == {
        "Permissions-Policy": PERMISSIONS_POLICY,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_pages_of_a_signed_in_person_are_kept_by_no_cache(client, db):
    client.force_login(UserFactory())
    assert client.get("/")["Cache-Control"] == "no-store, private"


def test_public_pages_may_be_kept(client, db):
    assert "no-store" not in client.get("/").get("Cache-Control", "")


def test_no_cookie_before_login(client, db):
    assert client.get("/").cookies == {}


@refusing
def test_refusal_of_a_form_returns_to_its_page_with_the_sentence(client, db):
    response = client.post("/refus/", headers={"referer": "http://testserver/mon-compte/"})
    assert (response.status_code, response.url) == (302, "http://testserver/mon-compte/")
    page = client.get(reverse("pages:home")).content.decode()
    assert "Ce besoin est déjà clos. Ouvrez-en un autre." in page


@refusing
@pytest.mark.parametrize(
    "referer",
    ["", "https://ailleurs.example/", "http://testserver.ailleurs.example/", "http://testserver@x/"],
)
def test_refusal_never_leaves_the_site(client, db, referer):
    response = client.post("/refus/", headers={"referer": referer})
    assert response.status_code == 409
    assert "Ce besoin est déjà clos. Ouvrez-en un autre." in response.content.decode()


@refusing
def test_refusal_of_a_page_is_a_calm_page(client, db):
    response = client.get("/refus/", headers={"referer": "http://testserver/"})
    assert (response.status_code, response.templates[0].name) == (409, "409.html")
