"""Each component draws itself from its required parameters alone, and is described in docs/face.md."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from grandest_portal.core.diff import Piece
from grandest_portal.core.listing import page_of
from grandest_portal.core.sharing import shared
from grandest_portal.reference.maps import map_of
from tests.strict import UndefinedVariable

ROOT = Path(settings.BASE_DIR) / "templates/components"
# Drawn by base.html or by another component only; step_page.html is a whole page that flows share.
INNER = {
    "amend.html",
    "comparison.html",
    "cpv_proposals.html",
    "document_blocks.html",
    "error_bare.html",
    "field_error.html",
    "field_help.html",
    "filters_form.html",
    "footer.html",
    "header.html",
    "header_bare.html",
    "map_page.html",
    "step_form.html",
    "step_page.html",
    "versions.html",
}


class SampleForm(forms.Form):
    q = forms.CharField(label="Recherche", required=False)
    title = forms.CharField(label="Titre", help_text="En une phrase.")
    kind = forms.ChoiceField(label="Procédure", choices=[("a", "Adaptée")], widget=forms.RadioSelect)
    places = forms.MultipleChoiceField(
        label="Lieux", choices=[("67", "Bas-Rhin")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="J'ai relu")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def page_at(number, rows, size=20):
    return page_of(RequestFactory().get("/", {"page": number}), rows, size)


AREA = {"code": "67", "name": "Bas-Rhin", "d": "M0 0l9 9z", "x": 5, "y": 5, "count": 3, "shade": 2}
MINIMAL = {
    "actions/button_post.html": {"url": "/x/", "label": "Retirer"},
    "bar.html": {"label": "fuites", "value": "0,31", "percent": 31},
    "breadcrumb.html": {"crumbs": [{"label": "Besoins", "url": "/x/"}, {"label": "Ici"}]},
    "check.html": {"label": "question", "tone": "mirabelle", "title": "« parc »", "text": "Existant ?"},
    "chips.html": {"chips": [{"label": "santé", "remove_url": "?"}], "clear_url": "?"},
    "compare_box.html": {"pk": 42, "title": "Capteurs", "checked": False},
    "compare_form.html": {"choice": {"url": "/x/", "elsewhere": [], "most": 4}},
    "confirmation.html": {"title": "Envoyé"},
    "conflict.html": {"conflict": [{"label": "Titre", "stored": "Fuites"}]},
    "list_files.html": {"addresses": dict.fromkeys(["csv", "xlsx", "atom", "mail", "here"], "/liste/")},
    "diff.html": {"pieces": [Piece("gone", "Dix"), Piece("new", "Douze"), Piece("same", " écoles")]},
    "empty.html": {"title": "Aucun favori", "text": "Gardez un besoin."},
    "error_summary.html": {"errors": [{"text": "Donnez un titre."}]},
    "field.html": {"field": SampleForm()["title"]},
    "figure.html": {"value": "41 %", "text": "des marchés"},
    "filters.html": {"form": SampleForm()},
    "form.html": {"fields": [(SampleForm()["title"], [])], "hidden_fields": [SampleForm()["key"]]},
    "life.html": {"steps": [{"label": "Publié", "state": "done"}, {"label": "Échanges", "state": "current"}]},
    "map.html": {
        "map": {"view_box": "0 0 9 9", "areas": [AREA], "rows": [AREA], "head": "Département"},
        "title": "Besoins par département",
    },
    "mark.html": {},
    "messages.html": {"messages": [SimpleNamespace(level_tag="success", message="Enregistré.")]},
    "notice.html": {"text": "Ceci n'est pas une consultation."},
    "pager.html": {"next_url": "?apres=3"},
    "pagination.html": {"page_obj": page_at(5, range(200))},
    "paper.html": {"document": {"warning": "", "sections": [{"title": "Besoin", "blocks": [], "parts": []}]}},
    "print_sheet.html": {
        "in_force": ["Bas-Rhin"],
        "page_obj": page_at(5, range(200)),
        "here": "/x/",
    },
    "row.html": {"title": "Réduire les pertes d'eau"},
    "share.html": {"share": shared("/besoins/", "Besoins")},
    "search.html": {"label": "Chercher"},
    "status.html": {"label": "publié", "tone": "fir"},
    "step_header.html": {"number": 2, "total": 4, "title": "Le résultat"},
    "summary_list.html": {"answers": [{"label": "Titre", "value": "Fuites"}]},
    "tasks.html": {"tasks": [{"label": "Titre", "status": "fait", "tone": "fir"}]},
}


def draw(name, context, path="/besoins/?q=eau&page=5"):
    return render_to_string(f"components/{name}", context, request=RequestFactory().get(path))


def names():
    return {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html")}


def test_components_are_all_tried_here():
    assert set(MINIMAL) == names() - INNER


def test_components_are_all_described():
    table = (Path(settings.BASE_DIR) / "docs/face.md").read_text()
    described = set(re.findall(r"`([a-z_/]+\.html)`", table)) & names()
    assert described == names() - INNER


@pytest.mark.parametrize("name", sorted(MINIMAL))
def test_component_needs_its_minimal_parameters_only(name):
    assert draw(name, MINIMAL[name]).strip()


@pytest.mark.parametrize(("name", "missing"), [("status.html", "tone"), ("bar.html", "percent")])
def test_component_without_a_required_parameter_fails(name, missing):
    context = {key: value for key, value in MINIMAL[name].items() if key != missing}
    with pytest.raises(UndefinedVariable):
        draw(name, context)


def test_error_summary_links_to_the_first_control_of_each_field():
    form = SampleForm({"places": ["00"]})
    links = re.findall(r'<a href="(#[a-z_0-9]+)">', draw("error_summary.html", {"form": form}))
    assert links == ["#id_title", "#id_kind_0", "#id_places_0", "#id_agreed"]
    page = "".join(draw("field.html", {"field": form[name]}) for name in form.fields)
    assert [link for link in links if f'id="{link[1:]}"' not in page] == []


def test_error_summary_says_the_words_of_the_field():
    form = SampleForm({})
    summary = draw("error_summary.html", {"form": form})
    for name, errors in form.errors.items():
        assert f"Erreur : {errors[0]}" in draw("field.html", {"field": form[name]})
        assert errors[0] in summary


def test_field_says_that_it_is_optional_in_words():
    assert "(facultatif)" in draw("field.html", {"field": SampleForm()["places"]})
    assert "(facultatif)" not in draw("field.html", {"field": SampleForm()["title"]})


def test_field_help_and_error_are_tied_to_the_control():
    html = draw("field.html", {"field": SampleForm({})["title"]})
    described = re.search(r'aria-describedby="([^"]+)"', html).group(1).split()
    assert described == ["id_title_helptext", "id_title_error"]
    assert [name for name in described if f'id="{name}"' not in html] == []


def test_filters_leave_the_search_field_to_the_search_box():
    html = draw("filters.html", {"form": SampleForm()})
    assert 'name="q"' not in html
    assert 'name="title"' in html


def test_pagination_keeps_the_query():
    html = draw("pagination.html", MINIMAL["pagination.html"])
    assert re.findall(r'href="\?q=eau&amp;page=(\d+)"', html) == ["4", "1", "4", "5", "6", "10", "6"]
    assert html.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("number", "pages"),
    [(1, ["1", "2", "3", "2"]), (2, ["1", "1", "2", "3", "3"]), (3, ["2", "1", "2", "3"])],
)
def test_pagination_of_three_pages_has_no_hole(number, pages):
    html = draw("pagination.html", {"page_obj": page_at(number, range(3), 1)}, "/besoins/")
    assert re.findall(r'href="\?page=(\d+)"', html) == pages
    assert "…" not in html


def test_post_button_carries_the_token():
    html = draw("actions/button_post.html", {**MINIMAL["actions/button_post.html"], "about": "ce favori"})
    assert "csrfmiddlewaretoken" in html
    assert "ce favori" in html


def test_map_has_the_same_numbers_in_a_table():
    html = draw("map.html", MINIMAL["map.html"])
    assert (
        re.findall(r'<td class="num">(\d+)</td>', html)
        == re.findall(r"<text[^>]*>(\d+)</text>", html)
        == ["3"]
    )


def test_map_says_its_shades_in_words_and_names_what_has_nothing():
    drawn = map_of("epci", {"200039865": 4}, lambda code: f"?zone={code}", chosen="200039865")
    html = draw("map.html", {"map": drawn, "title": "Besoins", "legend": True, "table_id": "tableau"})
    assert re.findall(r"</svg> ([^<]+)</li>", html) == ["0", "1", "2", "3", "4"]
    assert html.count("<a ") == 150 + 2  # the areas; the link to the table, and the one line of the table
    assert re.findall(r"<text[^>]*>(\d+)</text>", html) == ["4"]
    assert "CA d&#x27;Epinal" in html
    assert html.count('aria-current="true"') == 1


def test_component_escapes_what_users_wrote():
    assert "<b>" not in draw("row.html", {"title": "<b>x</b>", "line": "<b>x</b>", "meta": "<b>x</b>"})
