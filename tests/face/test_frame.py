"""The frame of every page, and the pages shown when something is wrong."""

import re

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

SITE = {
    "name": "Rencontre Grand Est",
    "nav": [{"label": "Besoins", "url": "/besoins/", "current": True}],
    "account_nav": [],
    "demo": True,
    "user_label": "",
    "unread": 0,
    "phone": "03 00 00 00 00",
    "contact_url": "/contact/",
    "footer": [{"label": "Mentions légales", "url": "/mentions-legales/"}],
}
SIGNED_IN = {
    **SITE,
    "user_label": "Camille Morel",
    "unread": 3,
    "account_nav": [{"label": "Tableau de bord", "url": "/tableau-de-bord/", "current": False}],
}
BARE = ["400.html", "429.html", "500.html", "503.html"]
FULL = ["403.html", "404.html", "403_csrf.html"]


class OneField(forms.Form):
    title = forms.CharField(label="Titre")


def page(context):
    template = engines["django"].from_string(
        '{% extends "base.html" %}{% block title %}Essai{% endblock %}'
        "{% block heading %}<h1>Essai</h1>{% endblock %}"
    )
    drawn = context.get("site", SITE)
    return template.render({"site": drawn, "portal": drawn, **context}, RequestFactory().get("/"))


def title(html):
    return re.search(r"<title>([^<]*)</title>", html).group(1)


def test_frame_has_its_landmarks():
    html = page({})
    for part in ['<html lang="fr">', 'class="skip" href="#contenu"', 'id="contenu"', "<header", "<footer"]:
        assert html.count(part) == 1
    assert html.count("<h1") == html.count("<main") == 1


def test_frame_titles_the_page():
    assert title(page({})) == "Essai – Rencontre Grand Est"


def test_frame_says_errors_first():
    html = page({"form": OneField({})})
    assert title(html) == "Erreur : Essai – Rencontre Grand Est"
    assert html.index("error-summary") < html.index("<h1")


def test_frame_does_not_announce_an_untouched_form():
    html = page({"form": OneField()})
    assert title(html) == "Essai – Rencontre Grand Est"
    assert "error-summary" not in html


def test_frame_marks_the_current_entry():
    assert '<a href="/besoins/" aria-current="page">Besoins</a>' in page({})


def test_frame_offers_to_sign_in_or_out():
    assert "Se connecter" in page({})
    signed_in = page({"site": SIGNED_IN})
    assert "Se connecter" not in signed_in
    assert "Se déconnecter" in signed_in
    assert "3 non lues" in signed_in


def test_frame_gives_a_human_contact():
    html = page({})
    assert 'href="tel:0300000000"' in html
    assert 'href="/contact/"' in html
    assert "malentendantes" in html


def test_frame_survives_a_page_that_names_something_else_site():
    html = page({"site": object(), "portal": SITE})
    assert '<a href="/besoins/" aria-current="page">Besoins</a>' in html


@pytest.mark.parametrize("name", BARE + FULL)
def test_error_page_stands_alone_and_has_a_way_out(name):
    html = render_to_string(name)
    assert 'href="/"' in html.split('id="contenu"')[1]
    assert html.count("<h1") == 1
    assert title(html).endswith(" – Rencontre Grand Est")


@pytest.mark.parametrize("name", BARE)
def test_bare_error_page_never_reads_the_site(name):
    class Fails:
        def __getattr__(self, name):
            raise AssertionError("the error page asked for the site")

        def __bool__(self):
            raise AssertionError("the error page asked for the site")

    assert "<h1" in render_to_string(name, {"site": Fails(), "portal": Fails()})


def test_refusal_page_says_why():
    assert "Ce besoin est clos." in render_to_string("403.html", {"exception": "Ce besoin est clos."})


def test_mail_frame_has_one_link_and_says_why():
    context = {
        "link_url": "https://portail.example/b/1",
        "link_label": "Voir le besoin",
        "preferences_url": "https://portail.example/p",
        "why": "Vous suivez ce besoin.",
        "contact_email": "aide@portail.example",
    }
    for name in ["emails/base.html", "emails/base.txt"]:
        mail = render_to_string(name, dict(context))
        assert [value for value in context.values() if value not in mail] == []
        assert "Vous recevez ce message" in render_to_string(name)
