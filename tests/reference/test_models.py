"""What the database itself refuses, and wordings that follow each other."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from grandest_portal.reference.models import CPVCode, Parameter, Territory, Threshold, Wording


def threshold(starts, ends=None, key="seuil"):
    return Threshold.objects.create(
        key=key, value=1, unit="EUR", legal_text="Texte", starts_on=starts, ends_on=ends
    )


def refused(write, constraint):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    return constraint in str(refusal.value)


def test_periods_of_one_key_never_overlap(db):
    threshold(date(2026, 1, 1), date(2026, 3, 31))
    assert refused(lambda: threshold(date(2026, 3, 31)), "reference_threshold_no_overlap")
    assert threshold(date(2026, 4, 1)).pk
    assert threshold(date(2026, 3, 31), key="autre").pk


def test_parameter_periods_of_one_key_never_overlap(db):
    def parameter(starts):
        return Parameter.objects.create(key="delai", label="Délai", value=1, starts_on=starts)

    parameter(date(2026, 1, 1))
    assert refused(lambda: parameter(date(2027, 1, 1)), "reference_parameter_no_overlap")


def test_period_ends_after_it_starts(db):
    assert refused(lambda: threshold(date(2026, 1, 2), date(2026, 1, 1)), "reference_threshold_period")


def test_latest_wording_that_has_started_is_shown(db):
    for year in (2025, 2026):
        Wording.objects.create(key="phrase", text=f"En {year}.", starts_on=date(year, 1, 1))
    assert [
        Wording.objects.text("phrase", date(2025, 12, 31)),
        Wording.objects.text("phrase", date(2026, 1, 1)),
    ] == [
        "En 2025.",
        "En 2026.",
    ]
    with pytest.raises(LookupError, match="formulation « phrase » : rien en vigueur le 31/12/2024"):
        Wording.objects.text("phrase", date(2024, 12, 31))


def test_territory_code_is_unique_within_its_kind(db):
    Territory.objects.create(kind="commune", code="67482", name="Strasbourg")
    Territory.objects.create(kind="epci", code="67482", name="Autre nature")
    assert refused(
        lambda: Territory.objects.create(kind="commune", code="67482", name="Encore"),
        "reference_territory_code",
    )


def test_only_a_commune_belongs_to_an_epci(db):
    epci = Territory.objects.create(kind="epci", code="246700488", name="Eurométropole")
    assert refused(
        lambda: Territory.objects.create(kind="department", code="67", name="Bas-Rhin", epci=epci),
        "reference_territory_epci_of_commune",
    )


@pytest.mark.parametrize(("code", "digit"), [("446", "5"), ("4461350a", "5"), ("44613500", "x")])
def test_cpv_code_is_made_of_digits(db, code, digit):
    assert refused(
        lambda: CPVCode.objects.create(code=code, check_digit=digit, label="X", level=2),
        "reference_cpv_digits",
    )
