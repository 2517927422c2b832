"""`import_approch` on records and files that are not sound: named, and nothing of them stored."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grandest_portal.core.models import AuditEntry
from needs.approch.records import Known, RecordError, read_record
from needs.models import Need

BAD = {
    "not an object": (lambda r: "64516", "un objet"),
    "null": (lambda r: None, "un objet"),
    "a list": (lambda r: [r], "un objet"),
    "no code": (lambda r: {k: v for k, v in r.items() if k != "code"}, "« code » est absent"),
    "null code": (lambda r: {**r, "code": None}, "« code » est absent"),
    "true as code": (lambda r: {**r, "code": True}, "« code » n'est pas un texte"),
    "list as code": (lambda r: {**r, "code": [1]}, "« code » n'est pas un texte"),
    "code with spaces": (lambda r: {**r, "code": "a b"}, "n'est pas un identifiant"),
    "long code": (lambda r: {**r, "code": "a" * 61}, "n'est pas un identifiant"),
    "endless code": (lambda r: {**r, "code": int("9" * 4000)}, "n'est pas un identifiant"),
    "no title": (lambda r: {k: v for k, v in r.items() if k != "libelle"}, "« libelle » est vide"),
    "blank title": (lambda r: {**r, "libelle": " \u200b\u0000 "}, "« libelle » est vide"),
    "object as title": (lambda r: {**r, "libelle": {"fr": "x"}}, "« libelle » n'est pas un texte"),
    "decimal as title": (lambda r: {**r, "libelle": 1.5}, "« libelle » n'est pas un texte"),
    "absurd title": (lambda r: {**r, "libelle": "a" * 3000}, "compte 3000 caractères"),
    "absurd description": (lambda r: {**r, "description": "a" * 1_000_000}, "compte 1000000 caractères"),
    "SIREN false by Luhn": (lambda r: {**r, "siren_de_l_entite_acheteuse": 110014017}, "clé de Luhn"),
    "short SIREN": (lambda r: {**r, "siren_de_l_entite_acheteuse": "11001401"}, "clé de Luhn"),
    "letters as SIREN": (lambda r: {**r, "siren_de_l_entite_acheteuse": "abcdefghi"}, "clé de Luhn"),
    "no SIREN": (lambda r: {**r, "siren_de_l_entite_acheteuse": None}, "est absent"),
    "object as SIREN": (lambda r: {**r, "siren_de_l_entite_acheteuse": {}}, "n'est pas un texte"),
    "unknown CPV": (lambda r: {**r, "code_s_cpv": "45259901"}, "code CPV « 45259901 » inconnu"),
    "one unknown CPV of two": (lambda r: {**r, "code_s_cpv": "45259900|99999999"}, "« 99999999 » inconnu"),
    "malformed CPV": (lambda r: {**r, "code_s_cpv": "travaux"}, "mal formé"),
    "short CPV": (lambda r: {**r, "code_s_cpv": "4525990"}, "mal formé"),
    "wrong check digit": (lambda r: {**r, "code_s_cpv": "45259900-1"}, "le dernier chiffre devrait être 6"),
    "too many CPV": (lambda r: {**r, "code_s_cpv": ["45259900"] * 31}, "31 codes, 30 au plus"),
    "object as CPV": (lambda r: {**r, "code_s_cpv": {"code": "45259900"}}, "n'est pas un texte"),
    "impossible date": (
        lambda r: {**r, "date_previsionnelle_de_publication": "2027-02-30"},
        "n'est pas une date",
    ),
    "date in words": (
        lambda r: {**r, "date_previsionnelle_de_publication": "en janvier"},
        "n'est pas une date",
    ),
    "number as date": (
        lambda r: {**r, "date_previsionnelle_de_publication": 20270109123},
        "n'est pas une date",
    ),
    "date long ago": (
        lambda r: {**r, "date_previsionnelle_de_publication": "0202-01-09"},
        "n'est pas une date",
    ),
    "bad deadline": (lambda r: {**r, "date_cible_de_remise_des_offres": "demain"}, "n'est pas une date"),
    "department in words": (lambda r: {**r, "departement_s_d_execution_du_marche": "Moselle"}, "mal formé"),
    "department 100": (lambda r: {**r, "departement_s_d_execution_du_marche": "57|100"}, "« 100 » mal formé"),
    "object as budget": (lambda r: {**r, "montant_estime_du_marche": {}}, "n'est pas un texte"),
    "list as status": (lambda r: {**r, "statut": ["Ouvert"]}, "« statut » n'est pas un texte"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_record_is_named_and_leaves_nothing(load, real, fault):
    spoil, reason = BAD[fault]
    good = {**real, "code": 1}
    _out, errors, failure = load([good, spoil(real), {**real, "code": 3}])
    assert errors.startswith("Enregistrement n° 2, code ")
    assert reason in errors
    assert len(errors.splitlines()) == 1
    assert len(errors) < 250
    assert failure == "3 lus : 2 créés, 0 modifiés, 0 inchangés, 0 écartés, 1 refusés."
    assert set(Need.objects.values_list("source_id", flat=True)) == {"1", "3"}
    assert Need.cpv.through.objects.count() == 2


def test_a_bad_record_does_not_touch_what_stands(load, real):
    load(real)
    before = Need.objects.values().get()
    _out, errors, failure = load({**real, "libelle": "Autre", "code_s_cpv": "99999999"})
    assert "code 64516 : refusé" in errors
    assert failure
    assert Need.objects.values().get() == before


def test_the_same_code_twice_in_a_file_is_refused_the_second_time(load, real):
    _out, errors, failure = load([real, {**real, "libelle": "Autre"}])
    assert "n° 2, code 64516 : refusé, même code que l'enregistrement n° 1" in errors
    assert "1 créés" in failure
    assert Need.objects.get().title == real["libelle"]


BROKEN = """
    CREATE FUNCTION test_break() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'rupture' USING ERRCODE = 'integrity_constraint_violation'; END $$;
    CREATE TRIGGER test_break BEFORE INSERT ON core_job FOR EACH ROW EXECUTE FUNCTION test_break();
"""


def test_a_fault_of_the_database_leaves_nothing_of_the_record(load, real):
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
    _out, errors, failure = load([real])
    assert errors == "Enregistrement n° 1, code 64516 : refusé, rupture\n"
    assert "1 refusés" in failure
    assert (Need.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "JSON mal formé"),
        ("{", "ligne 1 : JSON mal formé"),
        ('[\n{"code": 1},\n', "ligne 3 : JSON mal formé"),
        (b"\xff\xfe{}", "n'est pas en UTF-8"),
        ("[" * 100_000, "trop imbriqué"),
        ('{"results": {"a": 1}}', "« results » doit être une liste"),
    ],
)
def test_a_bad_file_is_refused_whole(load, content, reason):
    out, errors, failure = load(content)
    assert failure.startswith("Rien n'a été importé. ")
    assert reason in failure
    assert (out, errors, Need.objects.count()) == ("", "", 0)


def test_a_missing_file_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import_approch", str(tmp_path / "absent.json"))
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import_approch", str(tmp_path))


def test_an_empty_list_is_no_fault(load):
    out, _errors, failure = load([])
    assert (out.splitlines(), failure) == (
        ["0 lus : 0 créés, 0 modifiés, 0 inchangés, 0 écartés, 0 refusés."],
        "",
    )


def test_a_byte_order_mark_is_borne(load, real):
    assert "1 créés" in load(b"\xef\xbb\xbf" + json.dumps(real).encode())[0]


def test_strange_characters_never_break_the_report(load, real):
    _out, errors, _failure = load([{**real, "code": "\ud800\u0000\n\x1b[31m", "libelle": ""}])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", errors)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "code",
    "libelle",
    "statut",
    "description",
    "siren_de_l_entite_acheteuse",
    "code_s_cpv",
    "date_previsionnelle_de_publication",
    "type_de_procedure",
    "montant_estime_du_marche",
    "departement_s_d_execution_du_marche",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4) | JSON)
def test_any_value_is_read_or_refused_never_a_crash(real, value):
    known = Known(cpv={"45259900": "6"}, departments=frozenset({"57"}))
    candidate = {**real, **value} if isinstance(value, dict) else value
    try:
        record = read_record(candidate, known)
    except RecordError:
        return
    assert 0 < len(record.title) <= 160
    assert len(record.source_buyer) <= 200
    assert "\x00" not in record.title + record.summary + record.source_id
