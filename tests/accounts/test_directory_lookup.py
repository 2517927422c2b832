"""What is made of the directory's answers, and how its failures are kept away from people."""

import logging
import time
from datetime import date, timedelta
from email.utils import format_datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from grandest_portal.accounts.directory import breaker, look_up, look_up_for, remembered
from grandest_portal.accounts.directory.lookup import seconds_of
from grandest_portal.reference.models import Parameter
from tests.accounts import directory_server as server_that
from tests.accounts.directory_server import REAL, SIRET, real_with, says
from tests.factories import UserFactory

ND = {
    "nom_complet": "[ND] [ND] ([ND])",
    "nom_raison_sociale": None,
    "statut_diffusion": "P",
    "nature_juridique": "1000",
}
ND_PLACE = {
    "adresse": "[ND] 06110 LE CANNET",
    "numero_voie": "[ND]",
    "type_voie": "[ND]",
    "libelle_voie": "[ND]",
    "statut_diffusion_etablissement": "P",
}


def parameter(key, value):
    Parameter.objects.filter(key=key).update(value=value)


def outcomes(times):
    return [look_up(SIRET).outcome for _ in range(times)]


def test_real_answer_is_read(directory):
    finding = look_up(SIRET)
    said = finding.establishment
    assert (finding.outcome, said.siret, said.name) == ("found", SIRET, "CARREFOUR")
    assert (said.street, said.postal_code, said.city, said.commune_code) == (
        "15 AVENUE DES ECOLES",
        "06110",
        "LE CANNET",
        "06030",
    )
    assert (said.legal_form, said.activity, said.size_class) == ("9900", "68.32A", "NN")
    assert (said.created_on, said.closed_on, said.is_closed, said.withheld) == (
        date(2009, 1, 1),
        None,
        False,
        False,
    )
    assert directory.calls == [
        f"/search?q={SIRET}&minimal=true&include=siege%2Cmatching_etablissements&page=1&per_page=1"
    ]


def test_establishment_that_is_not_the_head_office_is_read_from_its_line(directory):
    answer = real_with()
    answer["results"][0]["siege"]["siret"] = "51076150500021"
    directory.answer = says(answer)
    assert look_up(SIRET).establishment.street == "15 AVENUE DES ECOLES"


def test_withheld_words_are_left_empty(directory):
    directory.answer = says(real_with(ND, ND_PLACE))
    said = look_up(SIRET).establishment
    assert (said.name, said.street, said.city, said.withheld) == ("", "", "LE CANNET", True)


@pytest.mark.parametrize(
    ("unit", "place"),
    [({}, {"etat_administratif": "F", "date_fermeture": "2024-03-03"}), ({"etat_administratif": "C"}, {})],
)
def test_closed_establishment_is_said_so(directory, unit, place):
    directory.answer = says(real_with(unit, place))
    said = look_up(SIRET).establishment
    assert (said.is_closed, said.closed_on) == (True, date(2024, 3, 3) if place else None)


def test_unknown_number_is_unknown_and_remembered(directory):
    directory.answer = says({"results": []})
    assert outcomes(2) == ["unknown", "unknown"]
    assert len(directory.calls) == 1


def test_answer_about_another_number_is_unknown(directory):
    answer = real_with({"siren": "732829320"})
    directory.answer = says(answer)
    assert look_up(SIRET).outcome == "unknown"


def test_answer_is_remembered(directory):
    first = look_up(SIRET)
    directory.answer = says({"results": []})
    assert (look_up(SIRET), remembered(SIRET), len(directory.calls)) == (first, first, 1)


@pytest.mark.parametrize("stored", ["x", 3, ({"unknown": 1}, None), (1, 2, 3), ({}, None)])
def test_memory_of_another_version_is_asked_again(directory, stored):
    cache.set(f"directory:siret:{SIRET}", stored, 60)
    assert (look_up(SIRET).outcome, len(directory.calls)) == ("found", 1)


@pytest.mark.parametrize("number", ["51076150500014", "510761505", "", "٥١٠٧٦١٥٠٥٠٠٠١٣", "../secrets"])
def test_wrong_number_calls_nobody(directory, number):
    with pytest.raises(ValueError, match="not a SIRET"):
        look_up(number)
    assert directory.calls == []


def test_nothing_is_called_without_an_address(settings, dated_data):
    settings.DIRECTORY_URL = ""
    assert look_up(SIRET).outcome == "unavailable"


WRONG = {
    "500": lambda handler: server_that.send(handler, 500),
    "302": server_that.redirects,
    "html": lambda handler: server_that.send(handler, body=b"{}", content_type="text/html"),
    "not json": lambda handler: server_that.send(handler, body=b"{results"),
    "not utf-8": lambda handler: server_that.send(handler, body=b'{"results": "\xff"}'),
    "deep": lambda handler: server_that.send(handler, body=b"[" * 500_000),
    "list": says([]),
    "no results": says({}),
    "results is a text": says({"results": "abc"}),
    "results is a number": says({"results": 3}),
    "unit is a text": says({"results": ["abc"]}),
    "unit without siren": says({"results": [{}]}),
    "name is a list": says(real_with({"nom_raison_sociale": ["x"]})),
    "name is an object": says(real_with({"nom_raison_sociale": {"a": 1}})),
    "date is a word": says(real_with({}, {"date_creation": "hier"})),
    "places are a number": says(real_with({"matching_etablissements": 4})),
    "place is a text": says(real_with({"matching_etablissements": ["x"], "siege": None})),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
def test_wrong_answer_is_no_answer(directory, answer):
    directory.answer = answer
    assert look_up(SIRET).outcome == "unavailable"
    directory.answer = says(REAL)
    assert look_up(SIRET).outcome == "found"


def test_odd_words_are_cleaned_and_cut(directory):
    directory.answer = says(real_with({"nom_raison_sociale": "Faux\u202e\x00nom " + "x" * 5000}))
    name = look_up(SIRET).establishment.name
    assert (name[:8], len(name)) == ("Fauxnom ", 200)


def test_breaker_opens_says_so_once_and_closes_after_a_trial(directory, caplog):
    parameter("directory_breaker_failures", 3)
    parameter("directory_breaker_rest_seconds", 1)
    parameter("directory_calls_per_second", 100)
    directory.answer = WRONG["500"]
    with caplog.at_level(logging.WARNING):
        outcomes(8)
        assert len(directory.calls) == 3
        time.sleep(1.1)
        outcomes(3)
        assert len(directory.calls) == 4
        time.sleep(1.1)
        directory.answer = says(REAL)
        assert outcomes(2) == ["found", "found"]
    said = [record.getMessage() for record in caplog.records if "breaker" in record.name]
    assert said == ["the directory does not answer: left alone for 1 s", "the directory answers again"]


def test_without_a_breaker_everybody_waits(directory):
    """The control: with a limit that is never reached, each search calls the directory."""
    parameter("directory_breaker_failures", 1000)
    parameter("directory_calls_per_second", 100)
    directory.answer = WRONG["500"]
    outcomes(8)
    assert len(directory.calls) == 8


def test_one_trial_at_a_time(db):
    cache.set(breaker.TRIPPED, 1)
    assert [breaker.allows(), breaker.allows()] == [True, False]


def test_success_between_failures_starts_the_count_again(directory):
    parameter("directory_breaker_failures", 2)
    parameter("directory_calls_per_second", 100)
    for answer in [WRONG["500"], says(REAL), WRONG["500"], says(REAL)]:
        directory.answer = answer
        cache.delete(f"directory:siret:{SIRET}")
        look_up(SIRET)
    assert len(directory.calls) == 4


def test_retry_after_is_respected(directory):
    directory.answer = lambda handler: server_that.send(handler, 429, Retry_After="1")
    assert outcomes(3) == ["unavailable"] * 3
    assert len(directory.calls) == 1
    time.sleep(1.1)
    directory.answer = says(REAL)
    assert outcomes(1) == ["found"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("", 60),
        ("bientôt", 60),
        ("-5", 60),
        ("9" * 50, 999999),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", 60),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999", 60),
    ],
)
def test_retry_after_is_read(header, seconds):
    assert seconds_of(header, 60) == seconds


def test_retry_after_may_be_a_date():
    assert 25 < seconds_of(format_datetime(timezone.now() + timedelta(seconds=30), usegmt=False), 60) <= 30


def test_calls_of_one_second_are_counted(directory):
    parameter("directory_calls_per_second", 2)
    directory.answer = WRONG["500"]
    while time.time() % 1 > 0.3:
        time.sleep(0.05)
    outcomes(5)
    assert len(directory.calls) == 2


def test_search_of_one_person_is_counted_and_another_goes_on(directory):
    parameter("directory_searches_per_hour", 2)
    one, other = UserFactory(), UserFactory()
    assert [look_up_for(one, SIRET).outcome for _ in range(3)] == ["found", "found", "too_many"]
    assert look_up_for(other, SIRET).outcome == "found"


def test_directory_is_asked_while_the_cache_is_down(directory, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert outcomes(2) == ["found", "found"]
    assert len(directory.calls) == 2


def test_missing_parameter_stops_nobody(directory):
    Parameter.objects.filter(key="directory_known_hours").delete()
    assert look_up_for(UserFactory(), SIRET).outcome == "unavailable"
    assert directory.calls == []


def test_log_says_no_number(directory, caplog):
    directory.answer = WRONG["500"]
    with caplog.at_level(logging.INFO):
        look_up(SIRET)
    assert "HTTP 500" in caplog.text and SIRET not in caplog.text
