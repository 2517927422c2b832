"""The drafting checks as data: complete, dated, edited with a trace, never with what no rule could read."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.reference.actions import DATA, load_reference
from grandest_portal.reference.loading.dated import load_practice_checks
from grandest_portal.reference.models import PracticeCheck, Threshold
from tests.factories import UserFactory

THEMES = {"BES": 4, "SPE": 6, "LOT": 3, "CAN": 5, "DEL": 2, "OFF": 4, "FIN": 5, "PI": 1, "SOU": 3, "LIS": 1}
AT_NEED = {
    *("BES-01", "BES-02", "BES-03", "BES-04", "LIS-01", "PI-01", "SOU-02", "SOU-03"),
    *(f"SPE-0{number}" for number in range(1, 7)),
}


@pytest.fixture
def form(db):
    load_practice_checks(DATA)
    row = PracticeCheck.objects.get(key="SPE-02")
    values = {
        name: getattr(row, name)
        for name in ("theme", "wording", "why", "mend", "source", "stage", "severity", "mode", "note")
    }
    return row, values | {
        "enabled": "on",
        "starts_on": "01/01/2026",
        "parameters": json.dumps(row.parameters),
    }


def change_url(row):
    return reverse("admin:reference_practicecheck_change", args=[row.pk])


def test_the_34_checks_are_there_with_their_texts(db):
    load_practice_checks(DATA)
    rows = list(PracticeCheck.objects.for_list())
    assert len(rows) == 34
    assert {theme: sum(row.key.startswith(theme + "-") for row in rows) for theme in THEMES} == THEMES
    assert {row.key for row in rows if row.stage == "besoin"} == AT_NEED
    for row in rows:
        row.full_clean(validate_constraints=False)
        assert row.wording and row.why and row.mend and row.source, row.key
        assert row.enabled
    assert {row.key for row in rows if row.mode == "programme"} == AT_NEED


def test_the_figures_that_a_check_names_are_in_the_dated_table(dated_data, practice_checks):
    keys = {key for row in PracticeCheck.objects.for_list() for key in row.parameters.get("thresholds", [])}
    rows = PracticeCheck.objects.get(key="BES-02").parameters
    keys |= {rows["threshold"], rows["works_threshold"]}
    assert keys <= set(Threshold.objects.in_force(date(2026, 11, 27)).values_list("key", flat=True))


def test_a_check_of_2026_is_not_in_force_before_its_text(db):
    load_practice_checks(DATA)
    before = PracticeCheck.objects.in_force(date(2026, 5, 27)).values_list("key", flat=True)
    assert "LOT-03" not in before
    assert "LOT-01" in before


def test_an_edit_is_kept_by_the_next_loading_and_told(db, folder):
    load_reference(folder)
    PracticeCheck.objects.update(wording="Autrement dit.")
    report = load_reference(folder, force=True)
    assert PracticeCheck.objects.get().wording == "Autrement dit."
    assert report.remarks == [
        "SPE-01 (01/01/2026) : wording vaut « Autrement dit. » en base (conservé) et « Aucune marque. » dans le "
        "fichier"
    ]


def test_an_administrator_edits_with_a_trace(client, form):
    row, values = form
    client.force_login(UserFactory(admin=True))
    answer = client.post(
        change_url(row), values | {"severity": "alerte", "wording": "Une norme est ouverte."}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.severity, row.wording, row.key) == ("alerte", "Une norme est ouverte.", "SPE-02")
    assert [entry.verb for entry in history_of(row)] == ["reference.practicecheck_changed"]


def test_a_moderator_reads_and_does_not_edit(client, form):
    row, values = form
    client.force_login(UserFactory(moderator=True))
    assert client.get(change_url(row)).status_code == 200
    assert client.post(change_url(row), values | {"severity": "alerte"}).status_code == 403
    row.refresh_from_db()
    assert row.severity == "bloquant"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ('["NF"]', "Écrivez un objet JSON"),
        ("3", "Écrivez un objet JSON"),
        ('{"families": ["NF"], "year_from": 1900, "year_to": 2099}', "La règle lit aussi : distance."),
        ('{"families": "NF", "year_from": 1900, "year_to": 2099, "distance": 80}', "doit rester une liste"),
        (
            '{"families": [""], "year_from": 1900, "year_to": 2099, "distance": 80}',
            "une liste de textes non vides",
        ),
        ('{"families": ["NF"], "year_from": 1900, "year_to": 2099, "distance": -1}', "un nombre positif"),
        ('{"families": ["NF"], "year_from": true, "year_to": 2099, "distance": 80}', "un nombre positif"),
        ('{"families": {"a": 1}, "year_from": 1900, "year_to": 2099, "distance": 80}', "une liste de textes"),
    ],
)
def test_what_no_rule_could_read_is_refused_in_a_sentence(client, form, parameters, sentence):
    row, values = form
    client.force_login(UserFactory(admin=True))
    answer = client.post(change_url(row), values | {"parameters": parameters})
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors["parameters"]
    assert any(sentence in error for error in errors), errors
    kept = PracticeCheck.objects.get(pk=row.pk).parameters
    assert kept == row.parameters


def test_a_list_that_is_too_long_is_refused():
    row = PracticeCheck(parameters={"brands": ["Acme"] * 601})
    with pytest.raises(ValidationError) as refusal:
        row.clean_fields(
            exclude=[each.name for each in PracticeCheck._meta.fields if each.name != "parameters"]
        )
    assert "parameters" in refusal.value.message_dict


def test_two_rows_of_a_code_never_stand_together(client, form):
    row, values = form
    client.force_login(UserFactory(admin=True))
    answer = client.post(
        reverse("admin:reference_practicecheck_add"), values | {"key": "SPE-02", "starts_on": "01/01/2027"}
    )
    errors = [text for each in answer.context["adminform"].form.errors.values() for text in each]
    assert any("donnez-lui d'abord une date de fin" in text for text in errors)
    PracticeCheck.objects.filter(pk=row.pk).update(ends_on=date(2026, 12, 31))
    added = client.post(
        reverse("admin:reference_practicecheck_add"), values | {"key": "SPE-02", "starts_on": "01/01/2027"}
    )
    assert added.status_code == 302
    assert PracticeCheck.objects.at("SPE-02", date(2027, 1, 1)).pk != row.pk
