"""Pages that explain, for everybody; the two files that machines ask for."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from needs.actions import ensure_engine
from needs.matching.definition import SEMANTIC, definition
from tests.factories import MatchFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = {
    "contact": "Nous contacter",
    "method": "Comment ça marche",
    "accessibility": "Déclaration d'accessibilité",
    "privacy": "Données personnelles",
    "legal": "Mentions légales",
    "sitemap": "Plan du site",
}


def text(response):
    return response.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", [None, UserFactory])
def test_page_is_open_to_everybody(client, name, person):
    if person:
        client.force_login(person())
    response = client.get(reverse(f"pages:{name}"))
    assert (response.status_code, re.findall(r"<h1>([^<]+)</h1>", text(response))) == (200, [PAGES[name]])


@pytest.mark.parametrize("name", [*PAGES, "home", "robots", "security"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_page_is_only_read(client, name, method):
    assert getattr(client, method)(reverse(f"pages:{name}")).status_code == 405


@pytest.mark.parametrize("name", [*PAGES, "home"])
def test_headings_go_down_one_level_at_a_time(client, dated_data, name):
    levels = [int(level) for level in re.findall(r"<h([1-6])", text(client.get(reverse(f"pages:{name}"))))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", [*PAGES, "home"])
def test_every_inner_link_leads_somewhere(client, dated_data, name):
    page = text(client.get(reverse(f"pages:{name}")))
    for url in sorted(set(re.findall(r'href="(/[^"#]*)', page.split("<main")[1].split("</main>")[0]))):
        assert client.get(url).status_code in {200, 302}, url


def test_contact_names_phone_mail_and_relay(client, settings):
    page = text(client.get(reverse("pages:contact")))
    assert 'href="tel:0300000000"' in page and f"mailto:{settings.CONTACT_EMAIL}" in page
    assert "sourdes ou malentendantes" in page and "Écrivez-nous pour recevoir le lien" in page
    settings.CONTACT_RELAY_URL = "https://relais.example/appeler"
    assert 'href="https://relais.example/appeler"' in text(client.get(reverse("pages:contact")))


def test_method_states_bands_rules_and_engine(client, dated_data):
    MatchFactory(engine="lexical-1", computed_at=timezone.now())
    page = text(client.get(reverse("pages:method")))
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="num">([^<]+)</td>', page)
    assert rows == [
        ("Correspondance forte", "0,80"),
        ("Correspondance possible", "0,60"),
        ("Correspondance à examiner", "0,45"),
    ]
    assert "Version du moteur : lexical-1" in page and "n'est pas un profil d'acheteur" in page
    assert "2 jours ouvrés" in page


def test_ranking_states_formula_measures_and_version(client, dated_data):
    page = text(client.get(reverse("pages:ranking")))
    rows = re.findall(
        r'<th scope="row"[^>]*>([^<]+)</th><td class="num"[^>]*>([^<]+)</td><td class="num"[^>]*>([^<]+)</td>',
        page,
    )
    assert [(row[0], row[1]) for row in rows] == [
        ("Correspondance forte", "0,80"),
        ("Correspondance possible", "0,60"),
        ("Correspondance à examiner", "0,45"),
    ]
    assert rows[0][2] == "60 sur 64 (94 %)"
    assert "Version lexical-1." in page and definition("lexical-1").inputs in page
    assert "Cette version compare les mots seuls" in page and "En service depuis" not in page


def test_ranking_says_when_meaning_counts(client, dated_data, settings):
    settings.MATCHING_ENCODER = True
    ensure_engine(timezone.now())
    page = text(client.get(reverse("pages:ranking")))
    assert f"Version {SEMANTIC}." in page and "En service depuis le" in page
    assert "0,86 donne 0,80" in page and "Cette version compare les mots seuls" not in page


def test_ranking_stands_without_data(client):
    assert "Ce qui n'y entre jamais" in text(client.get(reverse("pages:ranking")))


def test_method_stands_without_data(client):
    page = text(client.get(reverse("pages:method")))
    assert "Version du moteur" not in page and "Ce qui ne compte jamais" in page


def test_accessibility_claims_nothing_before_an_audit(client):
    page = text(client.get(reverse("pages:accessibility")))
    assert "Accessibilité : non conforme." in page and "Défenseur des droits" in page
    assert not re.search(r"(totalement|partiellement) conforme|\d ?%", page)


@pytest.mark.parametrize("name", ["accessibility", "privacy", "legal"])
def test_unknown_facts_are_marked_to_complete(client, name):
    assert "À compléter par la Région" in text(client.get(reverse(f"pages:{name}")))


def test_site_plan_follows_the_person(client):
    assert reverse("account_signup") in text(client.get(reverse("pages:sitemap")))
    client.force_login(UserFactory())
    page = text(client.get(reverse("pages:sitemap")))
    assert reverse("account_signup") not in page and reverse("account_email") in page


def test_robots_keep_out_of_a_demonstration(client, settings):
    response = client.get("/robots.txt")
    assert (response["Content-Type"], response.content) == (
        "text/plain; charset=utf-8",
        b"User-agent: *\nDisallow: /\n",
    )
    settings.DEMO_MODE = False
    assert client.get("/robots.txt").content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /compte/\nDisallow: /notifications/\n"
        "Disallow: /besoins/comparer/\nDisallow: /solutions/comparer/\n"
        "Disallow: /besoins/export.\nDisallow: /solutions/export.\n"
        f"\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    )


def test_security_file_follows_its_standard(client, settings):
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert (response["Content-Type"], sorted(fields)) == (
        "text/plain; charset=utf-8",
        ["Canonical", "Contact", "Expires", "Preferred-Languages"],
    )
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=170) < expires - datetime.now(UTC) < timedelta(days=365)
    assert fields["Contact"] == f"mailto:{settings.CONTACT_EMAIL}"
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"


def test_absent_page_keeps_the_frame(client):
    response = client.get("/introuvable/")
    assert response.status_code == 404
    assert "Page introuvable" in text(response) and reverse("pages:contact") in text(response)


def test_form_without_token_is_explained(db):
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a"})
    assert response.status_code == 403
    assert "Ce formulaire a expiré" in text(response)
