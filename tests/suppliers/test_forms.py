"""The short forms of a solution and of a company: what they accept, what they answer."""

import pytest

from suppliers.actions import REQUIRED_ANSWERS
from suppliers.forms import SOLUTION_STEPS as STEPS
from suppliers.forms import CompanyProfileForm, NewForm, WhatForm, WhereForm
from tests.factories import CompanyFactory
from tests.suppliers.helpers import code, terms

pytestmark = pytest.mark.django_db


def test_required_answers_of_the_steps_are_those_of_the_action():
    required = {name for step in STEPS for name, field in step.form_class().fields.items() if field.required}
    assert required == set(REQUIRED_ANSWERS)


def test_what_form_cleans_texts_without_counting_words():
    form = WhatForm(
        {"title": "  Cabine \u200b mobile ", "problem_solved": "Un mot", "description": "Deux\r\nlignes"}
    )
    assert form.is_valid()
    assert form.cleaned_data == {
        "title": "Cabine mobile",
        "problem_solved": "Un mot",
        "description": "Deux\nlignes",
    }


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Donnez un titre à la solution."),
        ("title", "x" * 121, "Ce titre est trop long : 120 caractères au plus."),
        ("problem_solved", " \n ", "Décrivez le problème que la solution résout."),
        (
            "description",
            "x" * 5001,
            "Ce texte est trop long : gardez l'essentiel, en 5 000 caractères au plus.",
        ),
    ],
)
def test_what_form_answers_with_one_sentence(field, value, sentence):
    form = WhatForm({"title": "Cabine", "problem_solved": "Un", "description": "Deux"} | {field: value})
    assert form.errors == {field: [sentence]}


def test_long_texts_are_never_cut_by_the_browser():
    assert "maxlength" not in str(WhatForm()["description"]) and 'data-words="40"' in str(
        WhatForm()["description"]
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Choisissez le niveau de maturité."),
        ("0", "Sélectionnez un choix valide. 0 n’en fait pas partie."),
        ("huit", "Sélectionnez un choix valide. huit n’en fait pas partie."),
    ],
)
def test_new_form_wants_a_level(typed, sentence):
    assert NewForm({"novelty": "Sans coupure", "trl": typed}).errors == {"trl": [sentence]}


def test_new_form_gives_the_level_as_a_number():
    form = NewForm({"novelty": "Sans coupure", "trl": "8"})
    assert form.is_valid() and form.cleaned_data["trl"] == 8


def test_where_form_reads_codes_keywords_and_link():
    row = code()
    terms("eau", "fuite")
    form = WhereForm({"cpv": "38420000-5", "keywords": "eau,, fuite , eau", "link": "ecoute.example"})
    assert form.is_valid()
    served = form.cleaned_data.pop("served")
    assert list(served) == []
    assert form.cleaned_data == {"cpv": [row], "keywords": "eau, fuite", "link": "https://ecoute.example"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"cpv": ""}, "cpv", "Donnez au moins un code CPV."),
        ({"cpv": "99999999"}, "cpv", "Le code CPV « 99999999 » n'existe pas."),
        ({"link": "ftp://ecoute.example"}, "link", "Écrivez une adresse complète, qui commence par https://"),
        (
            {"keywords": "x" * 201},
            "keywords",
            "Ces mots clés sont trop longs : 200 caractères en tout au plus.",
        ),
    ],
)
def test_where_form_answers_with_one_sentence(changes, field, sentence):
    code()
    assert WhereForm({"cpv": "38420000"} | changes).errors == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field"), [({"founded": "deux mille"}, "founded"), ({"founded": "1500"}, "founded")]
)
def test_company_profile_refuses_odd_years(changes, field):
    form = CompanyProfileForm({"founded": ""} | changes, instance=CompanyFactory())
    assert set(form.errors) == {field}
