"""`import_approch`: a real record, and many that are not sound."""

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grandest_portal.core.audit import history_of
from grandest_portal.core.models import AuditEntry, Job
from needs.actions import import_open_need
from needs.actions.imports import Imported
from needs.approch.records import Known, OpenNeed, RecordError, read_record
from needs.enums import BudgetBand, NeedSource, NeedStatus, Procedure
from needs.models import Need
from tests.factories import NeedFactory

SAMPLE = Path(__file__).parent / "data" / "approch_projet_exemple.json"


@pytest.fixture
def real():
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def load(places, codes, tmp_path):
    """Import decoded records (or a text as it is); returns (standard output, errors, exit sentence or "")."""

    def run(content):
        path = tmp_path / "projets.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        out, err, failure = StringIO(), StringIO(), ""
        try:
            call_command("import_approch", str(path), stdout=out, stderr=err)
        except CommandError as error:
            failure = str(error)
        return out.getvalue(), err.getvalue(), failure

    return run


def test_the_real_record_becomes_a_public_need(load, places, codes):
    out, errors, failure = load(SAMPLE.read_text(encoding="utf-8"))
    assert "1 lus : 1 créés, 0 modifiés, 0 inchangés, 0 écartés, 0 refusés." in out
    assert (errors, failure) == ("", "")
    need = Need.objects.get()
    assert (need.source, need.source_id, need.status) == (NeedSource.OPEN_DATA, "64516", NeedStatus.PUBLISHED)
    assert need.title == "06 – MENTON – PAF – ST LOUIS – Restructuration"
    assert (need.buyer, need.author, need.source_buyer) == (None, None, "SIREN 110 014 016")
    assert need.source_url == (
        "https://data.economie.gouv.fr/explore/dataset/projets-d-achats-publics/table/?q=code%3A64516"
    )
    assert list(need.cpv.all()) == [codes["45259900"]]
    assert list(need.territories.all()) == [places["44"]]
    assert (need.budget_band, need.procedure) == (BudgetBand.GT_1M, Procedure.UNDECIDED)
    assert need.planned_on == date(2027, 1, 9)
    assert (need.sourcing_open_until, need.contact_name) == (None, "")
    entry = history_of(need).get()
    assert (entry.verb, entry.value.actor) == ("need.imported", None)
    assert [(job.name, job.args) for job in Job.objects.all()] == [("needs.match_need", [need.pk])]


def test_importing_again_changes_nothing(load, real):
    load(real)
    before, entries, jobs = Need.objects.values().get(), AuditEntry.objects.count(), Job.objects.count()
    out, _errors, _failure = load(real)
    assert "0 créés, 0 modifiés, 1 inchangés" in out
    assert Need.objects.values().get() == before
    assert (AuditEntry.objects.count(), Job.objects.count()) == (entries, jobs)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"libelle": "Autre titre"}, "title", "Autre titre"),
        ({"description": "Autre description"}, "summary", "Autre description"),
        ({"date_previsionnelle_de_publication": "2027-02-01"}, "planned_on", date(2027, 2, 1)),
        ({"montant_estime_du_marche": "< 40K€"}, "budget_band", BudgetBand.LT_40K),
        ({"type_de_procedure": "Appel d'offres ouvert"}, "procedure", Procedure.FORMALISED),
        ({"nom_de_l_entite_acheteuse": "Ministère d'essai"}, "source_buyer", "Ministère d'essai"),
    ],
)
def test_importing_again_brings_what_changed(load, real, change, field, value):
    load(real)
    out, _errors, _failure = load({**real, **change})
    assert "0 créés, 1 modifiés" in out
    need = Need.objects.get()
    assert (getattr(need, field), need.version) == (value, 2)
    payload = history_of(need).first().value.payload
    assert list(payload["after"]) == [field]


def test_importing_again_brings_changed_codes_and_places(load, real, codes, places):
    load(real)
    load({**real, "code_s_cpv": "38420000", "departement_s_d_execution_du_marche": "57|88"})
    need = Need.objects.get()
    assert list(need.cpv.all()) == [codes["38420000"]]
    assert set(need.territories.all()) == {places["57"], places["88"]}


def test_a_project_that_is_no_longer_open_is_closed(load, real):
    load(real)
    out, _errors, _failure = load({**real, "statut": "Clos"})
    assert "1 modifiés" in out
    need = Need.objects.get()
    assert (need.status, need.closed_at is not None) == (NeedStatus.CLOSED, True)
    assert [entry.verb for entry in history_of(need)] == ["need.closed", "need.imported"]
    assert "1 inchangés" in load({**real, "statut": "Clos"})[0]


def test_a_need_closed_here_stays_closed(load, real):
    load(real)
    Need.objects.update(status=NeedStatus.CLOSED)
    assert "1 inchangés" in load(real)[0]
    assert Need.objects.get().status == NeedStatus.CLOSED


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"departement_s_d_execution_du_marche": "06|75"}, "hors de la région"),
        ({"departement_s_d_execution_du_marche": None}, "hors de la région"),
        ({"statut": "Abandonné"}, "projet qui n'est plus ouvert"),
    ],
)
def test_records_that_do_not_concern_us_are_skipped_with_their_reason(load, real, change, why):
    out, errors, failure = load([{**real, **change}])
    assert f"Enregistrement n° 1, code 64516 : écarté, {why}" in out
    assert (errors, failure, Need.objects.count()) == ("", "", 0)


@pytest.mark.parametrize("shape", ["one", "list", "results"])
def test_the_three_shapes_are_read(load, real, shape):
    content = {"one": real, "list": [real], "results": {"total_count": 1, "results": [real]}}[shape]
    assert "1 créés" in load(content)[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("45259900|38420000", ["38420000", "45259900"]),
        ("45259900, 38420000", ["38420000", "45259900"]),
        ("45259900;38420000", ["38420000", "45259900"]),
        ("45259900 38420000", ["38420000", "45259900"]),
        ("45259900-6\n38420000-5", ["38420000", "45259900"]),
        ("45259900/45259900", ["45259900"]),
        (["45259900", "38420000-5"], ["38420000", "45259900"]),
        (45259900, ["45259900"]),
        (3000000, ["03000000"]),
        (None, []),
        ("", []),
    ],
)
def test_cpv_codes_come_with_any_separator(load, real, cell, expected):
    load({**real, "code_s_cpv": cell})
    assert sorted(code.pk for code in Need.objects.get().cpv.all()) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("57", ["57"]),
        (57, ["57"]),
        (8, ["08"]),
        ("57|2A|2b|971|75", ["57"]),
        ("57, 88 ; 51", ["51", "57", "88"]),
        (["57", "88"], ["57", "88"]),
        ("08|10|51|52|54|55|57|67|68|88", ["44"]),
    ],
)
def test_departments_are_limited_to_the_region(load, real, cell, expected):
    load({**real, "departement_s_d_execution_du_marche": cell})
    assert sorted(place.code for place in Need.objects.get().territories.all()) == expected


def test_a_long_title_is_shortened_and_kept_whole_in_the_summary(load, real):
    title = "Mot " * 100
    load({**real, "libelle": title, "description": "La suite."})
    need = Need.objects.get()
    assert (len(need.title) <= 160, need.title[-1]) == (True, "…")
    assert need.summary == f"{title.strip()}\n\nLa suite."


def test_cells_are_cleaned(load, real):
    load({**real, "libelle": "Fuites\u0000 d'eau\u202e\n suite", "description": "Une\r\nautre\u200b"})
    need = Need.objects.get()
    assert (need.title, need.summary) == ("Fuites d'eau suite", "Une\nautre")


def test_the_person_in_charge_is_never_stored(load, real):
    load({**real, "responsable": "Camille Privée"})
    assert "Camille Privée" not in json.dumps(Need.objects.values().get(), default=str)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2027-01-09", date(2027, 1, 9)),
        ("2027-01-09T00:00:00+00:00", date(2027, 1, 9)),
        ("09/01/2027", date(2027, 1, 9)),
        (None, None),
        ("", None),
    ],
)
def test_dates_are_read(load, real, cell, expected):
    load({**real, "date_previsionnelle_de_publication": cell})
    assert Need.objects.get().planned_on == expected


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


def test_the_store_itself_refuses_a_record_twice(db):
    fields = {"buyer": None, "source": NeedSource.OPEN_DATA, "source_id": "1", "published": True}
    NeedFactory(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedFactory(**fields)


def test_import_open_need_says_what_became_of_it(places, codes):
    record = OpenNeed(
        source_id="1",
        title="Titre",
        summary="",
        source_url="https://data.economie.gouv.fr/",
        source_buyer="SIREN 110 014 016",
        cpv=("45259900",),
        departments=("57",),
        budget_band=BudgetBand.UNKNOWN,
        procedure=Procedure.UNDECIDED,
        planned_on=None,
        is_open=True,
    )
    assert [import_open_need(record), import_open_need(record)] == [Imported.CREATED, Imported.UNCHANGED]


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
