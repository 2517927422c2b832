"""`import_approch`: a real record, and many that are not sound."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from grandest_portal.core.audit import history_of
from grandest_portal.core.models import AuditEntry, Job
from needs.actions import import_open_need
from needs.actions.imports import Imported
from needs.approch.records import OpenNeed
from needs.enums import BudgetBand, NeedSource, NeedStatus, Procedure
from needs.models import Need
from tests.factories import NeedFactory


def test_the_real_record_becomes_a_public_need(load, real, places, codes):
    out, errors, failure = load(real)
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
