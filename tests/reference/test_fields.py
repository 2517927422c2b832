"""Form fields without JavaScript: what is accepted, and what each refusal says."""

import pytest
from django import forms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grandest_portal.reference.fields import CPVCodesField, DepartmentsField
from grandest_portal.reference.models import CPVCode, Territory

pytestmark = pytest.mark.usefixtures("loaded")


class CodesForm(forms.Form):
    codes = CPVCodesField()


class PlaceForm(forms.Form):
    departments = DepartmentsField()


def cleaned(text):
    form = CodesForm({"codes": text})
    assert form.is_valid(), form.errors
    return [code.pk for code in form.cleaned_data["codes"]]


def refusals(text):
    return list(CodesForm({"codes": text}).errors.get("codes", []))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("44613500-5", ["44613500"]),
        ("44613500", ["44613500"]),
        ("446135005", ["44613500"]),
        (" 44613500 - 5 ", ["44613500"]),
        ("44613500-5, 45232150", ["44613500", "45232150"]),
        ("44613500-5,45232150-8;03000000", ["44613500", "45232150", "03000000"]),
        ("45232150\r\n44613500-5\n\n", ["45232150", "44613500"]),
        ("44613500-5 45232150", ["44613500", "45232150"]),
        ("44613500, 44613500-5", ["44613500"]),
        ("44613500-5 Conteneurs à eau", ["44613500"]),
        ("44613500-5 – Conteneurs à eau, 45232150", ["44613500", "45232150"]),
        ("conteneurs a eau", ["44613500"]),
        ("Conteneurs à eau, 45232150", ["44613500", "45232150"]),
        ("Conteneurs à eau, graines de SOJA", ["03111100", "44613500"]),
        (
            "Produits agricoles, de l'élevage, de la pêche, de la sylviculture et produits connexes",
            ["03000000"],
        ),
        ("Poisson séché ou salé; poisson en saumure; poisson fumé", ["15230000"]),
        ("44613500-5; graines de soja", ["44613500", "03111100"]),
        ("44613500, graines de soja", ["44613500", "03111100"]),
        ("Panneaux solaires", ["09331000"]),
        ("44613500\x00", ["44613500"]),
    ],
)
def test_codes_are_read_as_people_write_them(db, typed, codes):
    assert cleaned(typed) == codes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "44613500-1",
            "Le dernier chiffre de « 44613500-1 » est faux. Le code complet est : 44613500-5 Conteneurs à eau.",
        ),
        (
            "44613599",
            "Le code CPV « 44613599 » n'existe pas. Peut-être : 44613500-5 Conteneurs à eau ; "
            "44613600-6 Conteneurs sur roues ; 44613700-7 Bennes à déchets.",
        ),
        (
            "4461350",
            "« 4461350 » n'est pas un code CPV : il en faut les huit chiffres. Peut-être : "
            "44613500-5 Conteneurs à eau ; 44613400-4 Conteneurs de stockage ; 44613600-6 Conteneurs sur roues.",
        ),
        ("00", "« 00 » n'est pas un code CPV : il en faut les huit chiffres."),
        ("99999999", "Le code CPV « 99999999 » n'existe pas."),
        (
            "panneaux solairres",
            "Aucun code CPV ne correspond à « panneaux solairres ». Peut-être : 09331000-8 Panneaux solaires ; "
            "45261215-4 Travaux de couverture de panneaux solaires ; 31523200-0 Panneaux à messages permanents.",
        ),
        (
            "cloches",
            "« cloches » correspond à plusieurs codes CPV : saisissez le code voulu. Peut-être : "
            "37316200-8 Cloches ; 44423100-2 Cloches.",
        ),
        ("zzzzzz", "Aucun code CPV ne correspond à « zzzzzz »."),
        ("", "Ce champ est obligatoire."),
        (" , ; \n", "Ce champ est obligatoire."),
        ("4" * 2001, "Ce texte est trop long (2001 caractères) : 2000 au plus."),
    ],
)
def test_refusal_says_how_to_mend_it(db, typed, sentence):
    assert refusals(typed) == [sentence]


def test_each_refused_entry_has_its_own_sentence(db):
    assert len(refusals("44613500-1\n44613500-5\nzzzzzz")) == 2


def test_too_many_codes_are_refused(db):
    typed = "\n".join(CPVCode.objects.for_list().values_list("code", flat=True)[:11])
    assert refusals(typed) == ["Choisissez 10 codes au plus : vous en avez saisi 11."]


def test_too_many_labels_on_one_line_ask_few_queries(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert len(refusals("eau claire," * 180)) == 1


def test_help_leads_to_the_search_page(db):
    assert '<a href="/reference/cpv/" target="_blank">Trouver un code (nouvel onglet)</a>' in str(
        CPVCodesField().help_text
    )


def test_optional_field_accepts_nothing(db):
    assert CPVCodesField(required=False).clean("") == []


def test_stored_codes_are_shown_one_per_line_and_unchanged(db):
    stored = list(CPVCode.objects.filter(pk__in=["44613500", "45232150"]).for_list())
    field = CPVCodesField()
    assert field.prepare_value(stored) == "44613500-5\n45232150-8"
    assert not field.has_changed(stored, "44613500-5, 45232150-8")
    assert field.has_changed(stored, "44613500-5")
    assert field.clean(field.prepare_value(stored)) == stored


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.from_regex(r"[0-9 ,;\-\n]{0,60}", fullmatch=True))
def test_any_text_is_cleaned_or_refused(db, text):
    CodesForm({"codes": text}).is_valid()


def test_departments_are_boxes_by_name_after_the_whole_region(db, django_assert_num_queries):
    form = PlaceForm()
    with django_assert_num_queries(1):
        labels = [str(box.choice_label) for box in form["departments"]]
    assert labels == [
        "Toute la région",
        "Ardennes",
        "Aube",
        "Bas-Rhin",
        "Haut-Rhin",
        "Haute-Marne",
        "Marne",
        "Meurthe-et-Moselle",
        "Meuse",
        "Moselle",
        "Vosges",
    ]


def test_whole_region_stands_for_every_department(db):
    form = PlaceForm({"departments": ["region"]})
    assert form.is_valid()
    assert set(form.cleaned_data["departments"]) == set(Territory.objects.departments())


def test_chosen_departments_are_kept(db):
    chosen = list(Territory.objects.departments().filter(code__in=["67", "68"]).for_list())
    form = PlaceForm({"departments": [row.pk for row in chosen]})
    assert form.is_valid()
    assert list(form.cleaned_data["departments"]) == chosen


def test_departments_field_knows_whether_it_changed(db):
    field = DepartmentsField()
    everything = list(Territory.objects.departments())
    assert not field.has_changed(everything, ["region"])
    assert field.has_changed(everything[:1], ["region"])


@pytest.mark.parametrize("typed", [["0"], ["x"], ["\x00"], ["commune"]])
def test_unknown_department_is_refused(db, typed):
    assert not PlaceForm({"departments": typed}).is_valid()


def test_commune_is_no_department(db):
    commune = Territory.objects.communes().get(code="67482")
    assert not PlaceForm({"departments": [commune.pk]}).is_valid()


def test_longest_label_is_accepted_as_it_is_printed(db):
    code = max(CPVCode.objects.all(), key=lambda row: len(row.label))
    assert cleaned(code.label.upper()) == [code.pk]
