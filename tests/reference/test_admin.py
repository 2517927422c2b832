"""The admin: vocabularies are read only, dated rows are edited with a trace and never deleted."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.reference.actions import load_reference
from grandest_portal.reference.models import CPVCode, Parameter, Territory, Threshold
from tests.factories import UserFactory

MODELS = [
    "territory",
    "activitycode",
    "cpvcode",
    "formercommune",
    "loadedfile",
    "threshold",
    "parameter",
    "wording",
    "practicecheck",
    "sector",
    "sectorcode",
]


@pytest.fixture
def admin(client, db, folder):
    load_reference(folder)
    client.force_login(UserFactory(admin=True))
    return client


def at(name, *args):
    return reverse(f"admin:reference_{name}", args=args)


def threshold_form(**values):
    return {
        "value": "40000",
        "unit": "EUR HT",
        "starts_on": "01/01/2026",
        "ends_on": "",
        "legal_text": "Texte d'essai",
        "confidence": "medium",
        "note": "",
        **values,
    }


@pytest.mark.parametrize("model", MODELS)
def test_list_and_search_open(admin, model):
    assert admin.get(at(f"{model}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("model", "words"), [("territory", "ancïenneville"), ("cpvcode", "produit AGRICOLE")]
)
def test_search_forgives_accents(admin, model, words):
    assert admin.get(at(f"{model}_changelist"), {"q": words}).context["cl"].result_count == 1


@pytest.mark.parametrize("model", [Territory, CPVCode])
def test_vocabularies_are_read_only(admin, model):
    name, row = model._meta.model_name, model.objects.order_by("pk").first()
    assert admin.get(at(f"{name}_change", row.pk)).status_code == 200
    answers = [
        admin.post(at(f"{name}_change", row.pk), {}).status_code,
        admin.post(at(f"{name}_delete", row.pk), {"post": "yes"}).status_code,
        admin.get(at(f"{name}_add")).status_code,
    ]
    assert answers == [403, 403, 403]


def test_edit_is_kept_with_its_trace(admin):
    row = Threshold.objects.get()
    admin.post(at("threshold_change", row.pk), threshold_form(value="60000,5"))
    row.refresh_from_db()
    assert row.value == Decimal("60000.5")
    entry = history_of(row).get()
    assert entry.verb == "reference.threshold_changed"
    assert (entry.value.payload["before"]["value"], entry.value.payload["after"]["value"]) == (
        "40000.0000",
        "60000.5",
    )


def test_new_row_is_added_with_its_trace(admin):
    Threshold.objects.update(ends_on=date(2026, 3, 31))
    admin.post(at("threshold_add"), threshold_form(key="seuil", starts_on="01/04/2026", value="60000"))
    row = Threshold.objects.get(starts_on=date(2026, 4, 1))
    assert [entry.verb for entry in history_of(row)] == ["reference.threshold_added"]
    assert Threshold.objects.at("seuil", date(2026, 3, 31)).value == 40000
    assert Threshold.objects.at("seuil", date(2026, 4, 1)).value == 60000


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"key": "seuil", "starts_on": "01/04/2026"},
            "Une autre ligne de cette clé est en vigueur à ces dates : donnez-lui d'abord une date de fin.",
        ),
        (
            {"key": "autre", "starts_on": "01/04/2026", "ends_on": "31/03/2026"},
            "La date de fin doit suivre la date de début.",
        ),
        (
            {"key": "deux mots", "starts_on": "01/04/2026"},
            "Ce champ ne doit contenir que des lettres, des nombres, des tirets bas",
        ),
    ],
)
def test_refused_period_says_how_to_mend_it(admin, values, sentence):
    form = admin.post(at("threshold_add"), threshold_form(**values)).context["adminform"].form
    texts = [text for errors in form.errors.values() for text in errors]
    assert any(sentence in text for text in texts), texts
    assert Threshold.objects.count() == 1


def test_parameter_keeps_its_nature(admin):
    row = Parameter.objects.get()
    form = {"label": "Délai", "unit": "", "starts_on": "01/01/2026", "ends_on": "", "note": ""}
    answer = admin.post(at("parameter_change", row.pk), {**form, "value": '"trois"'})
    assert answer.context["adminform"].form.errors == {
        "value": ["La valeur de « delai » doit rester de même nature que « 2 »."]
    }
    admin.post(at("parameter_change", row.pk), {**form, "value": "3.5"})
    assert Parameter.objects.value("delai", date(2026, 1, 1)) == 3.5


@pytest.mark.parametrize("model", ["threshold", "parameter", "wording", "sector", "sectorcode"])
def test_edited_row_is_never_deleted(admin, model):
    assert admin.post(at(f"{model}_delete", 1), {"post": "yes"}).status_code == 403
