"""The loading of the files: complete, repeatable, all or nothing, and never over what a person edited."""

import io
import threading
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from grandest_portal.reference import actions
from grandest_portal.reference.actions import load_reference
from grandest_portal.reference.loading.files import DataFileError
from grandest_portal.reference.models import (
    CPVCode,
    LoadedFile,
    Parameter,
    Territory,
    Threshold,
    Wording,
)
from tests.reference.conftest import COMMUNE_HEAD, CPV_HEAD


def test_changed_label_is_written_and_keys_stay(db, folder):
    load_reference(folder)
    pk = Territory.objects.communes().get().pk
    (folder / "communes.csv").write_text(
        COMMUNE_HEAD + "67482,Strasbourg-Ville,67,246700488,216704825,67000,1\n", encoding="utf-8"
    )
    outcomes = {
        outcome.label: (outcome.added, outcome.changed) for outcome in load_reference(folder).outcomes
    }
    assert outcomes == {
        "régions": (0, 0),
        "unités NUTS": (0, 0),
        "départements": (0, 0),
        "EPCI": (0, 0),
        "communes": (0, 1),
        "anciennes communes": (0, 0),
    }
    commune = Territory.objects.communes().get()
    assert (commune.pk, commune.name, commune.postal_codes) == (pk, "Strasbourg-Ville", ["67000"])


def test_rows_gone_from_the_file_are_kept_and_told(db, folder):
    load_reference(folder)
    (folder / "cpv.csv").write_text(CPV_HEAD + "03000000,1,Produits agricoles\n", encoding="utf-8")
    report = load_reference(folder)
    assert report.remarks == ["codes CPV : 1 lignes en base ne figurent plus dans le fichier (conservées)"]
    assert CPVCode.objects.count() == 2


def test_edited_threshold_is_kept_and_told(db, folder):
    load_reference(folder)
    Threshold.objects.update(value=50000)
    report = load_reference(folder, force=True)
    assert Threshold.objects.get().value == Decimal(50000)
    assert report.remarks == [
        "seuil (01/01/2026) : value vaut « 50000.0000 » en base (conservé) et « 40000 » dans le fichier"
    ]


def test_edited_parameter_and_wording_are_kept(db, folder):
    load_reference(folder)
    Parameter.objects.update(value=5)
    Wording.objects.update(text="Bonsoir.")
    assert len(load_reference(folder, force=True).remarks) == 2
    assert (Parameter.objects.get().value, Wording.objects.get().text) == (5, "Bonsoir.")


def test_threshold_moved_by_a_person_is_not_added_beside_it(db, folder):
    load_reference(folder)
    Threshold.objects.update(starts_on="2026-03-01")
    report = load_reference(folder, force=True)
    assert Threshold.objects.count() == 1
    assert report.remarks == [
        "seuil (01/01/2026) : non ajouté, sa période chevauche celle de seuil (01/03/2026), modifiée en base"
    ]


def test_new_row_of_a_file_is_added(db, folder):
    load_reference(folder)
    (folder / "wordings.json").write_text(
        '[{"key": "phrase", "text": "Bonjour.", "starts_on": "2026-01-01"},\n'
        ' {"key": "phrase", "text": "Bien le bonjour.", "starts_on": "2027-01-01"}]',
        encoding="utf-8",
    )
    assert [(outcome.label, outcome.added) for outcome in load_reference(folder).outcomes] == [
        ("formulations", 1)
    ]


JSON_THRESHOLD = '{"key": "seuil", "value": 1, "unit": "EUR", "starts_on": "2026-01-01", "legal_text": "T"%s}'


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("cpv.csv", "code,label\n", "cpv.csv, ligne 1 : l'en-tête attendu est « code,check_digit,label »"),
        ("cpv.csv", CPV_HEAD + "0300000,1,X\n", "cpv.csv, ligne 2 : code « 0300000 » n'est pas un code CPV"),
        ("cpv.csv", CPV_HEAD + "03000000,1\n", "cpv.csv, ligne 2 : 2 colonnes au lieu de 3"),
        ("cpv.csv", CPV_HEAD + "03000000,x,X\n", "cpv.csv, ligne 2 : check_digit « x » n'est pas un chiffre"),
        ("cpv.csv", CPV_HEAD + "03000000,1,\n", "ligne 2 : label doit compter de 1 à 300 caractères"),
        (
            "cpv.csv",
            CPV_HEAD + "03000000,1,A\n03000000,1,B\n",
            "ligne 3 : code « 03000000 » figure deux fois",
        ),
        ("cpv.csv", CPV_HEAD + "03110000,5,X\n", "ligne 2 : le code au-dessus de « 03110000 », « 03100000 »"),
        ("cpv.csv", CPV_HEAD + '03000000,1,"A\n', "cpv.csv, ligne 2 : CSV mal formé"),
        ("cpv.csv", CPV_HEAD + "03000000,1,A\x00\n", "cpv.csv, ligne 2 : le texte contient un octet nul"),
        (
            "communes.csv",
            COMMUNE_HEAD + "67482,S,67,246700488,216704825,6700,1\n",
            "communes.csv, ligne 2 : postal_codes « 6700 » n'est pas une liste de codes postaux",
        ),
        (
            "communes.csv",
            COMMUNE_HEAD + "67482,S,75,246700488,216704825,67000,1\n",
            "communes.csv, ligne 2 : department « 75 » est absent de departments.csv",
        ),
        (
            "communes.csv",
            COMMUNE_HEAD + "67482,S,67,246700488,216704825,67000,mille\n",
            "communes.csv, ligne 2 : population « mille » n'est pas un nombre entier",
        ),
        (
            "former_communes.csv",
            "code,name,commune\n67999,A,67001\n",
            "ligne 2 : commune « 67001 » est absent",
        ),
        ("nuts.csv", "code,name\nFRF,Grand Est\nFRZ1,X\n", "nuts.csv, ligne 3 : aucune unité au-dessus"),
        ("thresholds.json", "{}", "thresholds.json, ligne 1 : le fichier doit commencer par « [ »"),
        ("thresholds.json", "[\n\n{]", "thresholds.json, ligne 3 : JSON mal formé"),
        ("thresholds.json", "[\n1]", "thresholds.json, ligne 2 : un objet { … } est attendu"),
        (
            "thresholds.json",
            '[{"key": "a"} {"key": "b"}]',
            "thresholds.json, ligne 1 : « , » ou « ] » est attendu",
        ),
        ("thresholds.json", "[", "thresholds.json, ligne 1 : JSON mal formé"),
        (
            "wordings.json",
            '[\n{"key": "a", "text": "b"}]',
            "wordings.json, ligne 2 : clé absente « starts_on »",
        ),
        (
            "thresholds.json",
            "[\n" + JSON_THRESHOLD % ', "valeur": 1' + "]",
            "thresholds.json, ligne 2 : clé inconnue « valeur »",
        ),
        (
            "thresholds.json",
            "[\n" + JSON_THRESHOLD % ', "ends_on": "2025-01-01"' + "]",
            "thresholds.json, ligne 2 : ends_on : La date de fin doit suivre la date de début.",
        ),
        (
            "thresholds.json",
            "["
            + JSON_THRESHOLD % ""
            + ",\n"
            + (JSON_THRESHOLD % "").replace("2026-01-01", "2026-02-01")
            + "]",
            "thresholds.json, ligne 2 : la période chevauche celle de seuil (01/01/2026)",
        ),
        (
            "thresholds.json",
            "[" + (JSON_THRESHOLD % "").replace("2026-01-01", "1er janvier") + "]",
            "thresholds.json, ligne 1 : starts_on « 1er janvier » n'est pas une date",
        ),
        (
            "thresholds.json",
            "[" + (JSON_THRESHOLD % "").replace('"value": 1', '"value": "beaucoup"') + "]",
            "thresholds.json, ligne 1 : value « beaucoup » n'est pas un nombre",
        ),
        (
            "thresholds.json",
            "[" + (JSON_THRESHOLD % ', "confidence": "haute"') + "]",
            "thresholds.json, ligne 1 : confidence :",
        ),
    ],
)
def test_bad_file_is_told_with_its_line_and_nothing_is_written(db, folder, name, text, told):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command("load_reference", folder=folder)
    assert told in str(refusal.value)
    assert [Territory.objects.count(), CPVCode.objects.count(), LoadedFile.objects.count()] == [0, 0, 0]


def test_file_in_another_encoding_is_told(db, folder):
    (folder / "cpv.csv").write_bytes(CPV_HEAD.encode() + "03000000,1,Élevage\n".encode("latin-1"))
    with pytest.raises(DataFileError, match=r"cpv\.csv, ligne 2 : le texte n'est pas en UTF-8"):
        load_reference(folder)


def test_missing_file_is_told(db, folder):
    (folder / "cpv.csv").unlink()
    with pytest.raises(DataFileError, match=r"cpv\.csv, ligne 0 : le fichier est absent"):
        load_reference(folder)


def test_command_prints_counts_then_says_that_nothing_changed(db, folder):
    first, second = io.StringIO(), io.StringIO()
    call_command("load_reference", folder=folder, stdout=first)
    call_command("load_reference", folder=folder, stdout=second)
    assert first.getvalue().splitlines() == [
        "régions : 1 dans le fichier, 1 en plus, 0 modifiés",
        "unités NUTS : 14 dans le fichier, 14 en plus, 0 modifiés",
        "départements : 10 dans le fichier, 10 en plus, 0 modifiés",
        "EPCI : 1 dans le fichier, 1 en plus, 0 modifiés",
        "communes : 1 dans le fichier, 1 en plus, 0 modifiés",
        "anciennes communes : 1 dans le fichier, 1 en plus, 0 modifiés",
        "codes CPV : 2 dans le fichier, 2 en plus, 0 modifiés",
        "secteurs : 1 dans le fichier, 1 en plus, 0 modifiés",
        "débuts de codes CPV des secteurs : 1 dans le fichier, 1 en plus, 0 modifiés",
        "seuils : 1 dans le fichier, 1 en plus, 0 modifiés",
        "paramètres : 1 dans le fichier, 1 en plus, 0 modifiés",
        "formulations : 1 dans le fichier, 1 en plus, 0 modifiés",
        "formes juridiques : 1 dans le fichier, 1 en plus, 0 modifiés",
        "domaines de courriel : 1 dans le fichier, 1 en plus, 0 modifiés",
        "raisons de modération : 1 dans le fichier, 1 en plus, 0 modifiés",
        "règles de second regard : 1 dans le fichier, 1 en plus, 0 modifiés",
        "vérifications : 1 dans le fichier, 1 en plus, 0 modifiés",
        "questions d'auto-évaluation : 1 dans le fichier, 1 en plus, 0 modifiés",
        "voies d'achat : 1 dans le fichier, 1 en plus, 0 modifiés",
        "mots clés : 1 dans le fichier, 1 en plus, 0 modifiés",
        "codes d'activité : 1 dans le fichier, 1 en plus, 0 modifiés",
    ]
    assert second.getvalue().splitlines() == ["Référentiels : aucun fichier n'a changé."]


def load_while_another_loading_is_open(folder):
    """What a loading gives (its outcomes, or the error) when it starts before another one has committed."""
    answer = []

    def second():
        try:
            answer.append(load_reference(folder).outcomes)
        except DatabaseError as error:
            answer.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        load_reference(folder)
        thread = threading.Thread(target=second)
        thread.start()
        with connection.cursor() as cursor:
            while thread.is_alive() and not blocked(cursor):
                thread.join(0.05)
    thread.join(20)
    return answer[0]


def blocked(cursor):
    """Another connection waits for a lock that this one holds."""
    # pg_locks, because a transaction sees pg_stat_activity as it was at its first look.
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
    )
    return cursor.fetchone()[0]


def test_two_loadings_at_once_run_one_after_the_other(transactional_db, folder):
    assert load_while_another_loading_is_open(folder) == []
    assert CPVCode.objects.count() == 2


def test_two_loadings_at_once_clash_without_the_lock(transactional_db, folder, monkeypatch):
    """The control."""
    monkeypatch.setattr(actions, "wait_for_turn", nullcontext)
    assert isinstance(load_while_another_loading_is_open(folder), IntegrityError)
