"""The face in a real browser, under the content security policy; pages are served from memory, no network."""

import mimetypes
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import sync_playwright

from grandest_portal.development.browser import chromium

pytestmark = pytest.mark.browser

ORIGIN = "http://portail.test"
STATIC = Path(settings.BASE_DIR) / "static"
SITE = {
    "name": "Rencontre Grand Est",
    "nav": [
        {"label": label, "url": "/x/", "current": label == "Besoins"}
        for label in ["Besoins", "Solutions", "Rendez-vous", "Bonnes pratiques", "Observatoire"]
    ],
    "account_nav": [{"label": "Tableau de bord", "url": "/x/", "current": False}],
    "demo": True,
    "user_label": "Camille Morel",
    "unread": 12,
    "phone": "03 00 00 00 00",
    "contact_url": "/x/",
    "footer": [{"label": "Accessibilité : non conforme", "url": "/x/"}],
}
PAGE = """{% extends "base.html" %}
{% block title %}Essai{% endblock %}
{% block heading %}
{% include "components/step_header.html" with number=2 total=4 title="Le résultat attendu" only %}
{% endblock %}
{% block content %}
{% include "components/search.html" with label="Chercher" value="fuites" form_id="filtres" only %}
{% include "components/life.html" with steps=steps only %}
<div class="with-filters">
  {% include "components/filters.html" with form=filters only %}
  <ul class="rows">
    {% include "components/row.html" with title="Réduire les pertes d'eau" label="clos" tone="mirabelle" only %}
  </ul>
</div>
<div class="with-aside">
  <form id="main" method="post" action="/sent/" novalidate>
    {{ form }}<button class="button" name="go" value="1">Continuer</button>
  </form>
  <aside><article class="box"><h2>Version comparée</h2><p>Les <mark>fuites</mark></p></article></aside>
</div>
<div class="table-scroll" role="region" aria-label="Planning" tabindex="0"><table class="timetable">
<tr>{% for step in wide %}<td>Communauté de communes</td>{% endfor %}</tr></table></div>
{% endblock %}"""


class NeedForm(forms.Form):
    use_required_attribute = False
    title = forms.CharField(label="Titre")
    kind = forms.ChoiceField(label="Procédure", choices=[("a", "Adaptée")], widget=forms.RadioSelect)
    text = forms.CharField(label="Situation", widget=forms.Textarea(attrs={"data-words": "40"}))


class Filters(forms.Form):
    size = forms.ChoiceField(
        label="Taille", choices=[("a", "Petite")], widget=forms.RadioSelect, required=False
    )


def draw():
    context = {
        "site": SITE,
        "portal": SITE,
        "form": NeedForm({"text": "Nos 42 écoles consomment"}, auto_id="id_%s"),
        "filters": Filters(auto_id="filtre_%s"),
        "steps": [
            {"label": "Publié le 2 novembre", "state": "done"},
            {"label": "Échanges", "state": "current"},
        ],
        "wide": range(12),
    }
    return engines["django"].from_string(PAGE).render(context, RequestFactory().get("/"))


@pytest.fixture
def open_page():
    """Opens the page at a width; `page.refused` holds what the policy refused, `page.sent` the sent bodies."""
    html = draw()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])

        def serve(route, request):
            path = request.url.removeprefix(ORIGIN).split("?")[0].split("#")[0]
            if path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
            elif request.method == "POST":
                page.sent.append(request.post_data)
                route.fulfill(status=204)
            else:
                policy = {"Content-Security-Policy": "default-src 'self'"}
                route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)

        def opener(width, **options):
            nonlocal page
            page = browser.new_page(viewport={"width": width, "height": 800}, locale="fr-FR", **options)
            page.refused, page.sent = [], []
            page.on("console", lambda message: page.refused.append(message.text))
            page.on("pageerror", lambda error: page.refused.append(str(error)))
            page.route("**/*", serve)
            page.goto(ORIGIN + "/")
            page.wait_for_load_state("networkidle")
            return page

        page = None
        yield opener
        browser.close()


def test_page_never_scrolls_sideways(open_page):
    for width in [320, 700, 1000, 1280]:
        page = open_page(width)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.refused == []


def test_page_holds_larger_text_spacing(open_page):
    page = open_page(320, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_page_uses_its_own_typeface(open_page):
    page = open_page(1280)
    assert page.evaluate("document.fonts.check('17px \"Atkinson Hyperlegible Next\"')")
    assert page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") == 1


def test_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page(1280)
    assert page.evaluate("document.activeElement.id") == "erreurs"
    page.get_by_role("group", name="À corriger avant de continuer").get_by_role("link").nth(1).click()
    assert page.evaluate("document.activeElement.id") == "id_kind_0"


def test_words_are_counted_while_typing(open_page):
    page = open_page(1280)
    assert page.locator(".field-count").inner_text() == "4 mots · 40 conseillés"
    page.locator("#id_text").fill("un")
    assert page.locator(".field-count").inner_text() == "1 mot · 40 conseillés"


def test_form_is_sent_once_with_its_button(open_page):
    page = open_page(1280)
    page.evaluate("const b = document.querySelector('#main button'); b.click(); b.click(); b.click()")
    page.wait_for_timeout(300)
    assert [body.endswith("go=1") for body in page.sent] == [True]


def test_form_without_script_is_sent_all_the_same(open_page):
    page = open_page(1280, java_script_enabled=False)
    page.locator("#main button").click()
    page.wait_for_timeout(300)
    assert len(page.sent) == 1


def test_account_menu_closes_with_escape(open_page):
    page = open_page(1280)
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    page.get_by_role("link", name="Tableau de bord").focus()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize(("width", "shown"), [(320, False), (1280, True)])
def test_filters_fold_on_a_small_screen_only(open_page, width, shown):
    page = open_page(width)
    assert page.get_by_role("button", name="Filtrer", exact=True).first.is_visible() is shown
    if not shown:
        page.locator(".filters summary").click()
        assert page.get_by_role("button", name="Filtrer", exact=True).first.is_visible()


def test_targets_are_large_enough(open_page):
    """24 px at least (WCAG 2.2, 2.5.8), but for links inside a sentence and labelled boxes."""
    page = open_page(320)
    small = page.evaluate(
        """[...document.querySelectorAll("a, button, input, select, summary")].filter((element) => {
          const { height } = element.getBoundingClientRect();
          const inline = getComputedStyle(element).display === "inline" || element.closest("label");
          return height > 1 && height < 24 && !inline;
        }).map((element) => element.outerHTML)"""
    )
    assert small == []
