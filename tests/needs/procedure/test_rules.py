"""The routes, at the amounts where they change, under the figures of each date: tables."""

from datetime import date
from decimal import Decimal

import pytest

from grandest_portal.reference.figures import euros, figures_on
from grandest_portal.reference.natures import PurchaseNature
from needs.enums import BudgetBand, Procedure
from needs.procedure.reading import months_before
from needs.procedure.rules import (
    BOUNDS,
    FORMALISED,
    BuyerGroup,
    Question,
    Route,
    Standing,
    keys_for,
    nature_of_codes,
    outcomes,
)

WORKS, SUPPLIES, SERVICES = PurchaseNature.WORKS, PurchaseNature.SUPPLIES, PurchaseNature.SERVICES
SPRING = date(2026, 4, 1)


def standings(amount, on, nature=SUPPLIES, buyer=BuyerGroup.LOCAL):
    """{route: standing} of an amount, or of a pair of bounds, under the committed figures of the date `on`."""
    low, high = amount if isinstance(amount, tuple) else (amount, amount)
    question = Question(Decimal(low), None if high is None else Decimal(high), nature, buyer, on)
    now, _before = figures_on(on, keys_for(question))
    return {outcome.route: outcome.standing for outcome in outcomes(question, now)}


@pytest.mark.parametrize(
    ("amount", "on", "nature", "standing"),
    [
        ("39999.99", date(2026, 3, 31), SUPPLIES, Standing.OPEN),
        ("40000", date(2026, 3, 31), SUPPLIES, Standing.CLOSED),
        ("40000", SPRING, SUPPLIES, Standing.OPEN),
        ("59999.99", SPRING, SERVICES, Standing.OPEN),
        ("60000", SPRING, SERVICES, Standing.CLOSED),
        ("60000", date(2027, 9, 1), SUPPLIES, Standing.CLOSED),
        ("99999.99", date(2025, 12, 31), WORKS, Standing.OPEN),
        ("99999.99", date(2026, 1, 1), WORKS, Standing.OPEN),
        ("100000", SPRING, WORKS, Standing.CLOSED),
        ("1000", date(2019, 12, 31), SUPPLIES, Standing.UNKNOWN),
        ("1000", date(2022, 12, 29), WORKS, Standing.UNKNOWN),
    ],
)
def test_dispense_follows_the_date_and_closes_at_the_threshold(dated_data, amount, on, nature, standing):
    assert standings(amount, on, nature)[Route.DISPENSE] == standing


@pytest.mark.parametrize(
    ("amount", "on", "standing"),
    [
        ("99999.99", date(2018, 12, 27), Standing.OPEN),
        ("99999.99", date(2018, 12, 26), Standing.UNKNOWN),
        ("99999.99", date(2030, 1, 1), Standing.OPEN),
        ("100000", SPRING, Standing.CLOSED),
    ],
)
@pytest.mark.parametrize("nature", PurchaseNature)
def test_innovative_purchase_closes_at_its_threshold_for_every_nature(
    dated_data, amount, on, nature, standing
):
    assert standings(amount, on, nature)[Route.DIRECT_INNOVATIVE] == standing


@pytest.mark.parametrize(
    ("nature", "buyer", "on", "limit"),
    [
        (SUPPLIES, BuyerGroup.CENTRAL, date(2025, 12, 31), 143_000),
        (SUPPLIES, BuyerGroup.CENTRAL, date(2026, 1, 1), 140_000),
        (SERVICES, BuyerGroup.LOCAL, date(2025, 12, 31), 221_000),
        (SERVICES, BuyerGroup.LOCAL, date(2027, 12, 31), 216_000),
        (SUPPLIES, BuyerGroup.HEALTH, SPRING, 216_000),
        (SERVICES, BuyerGroup.NETWORK, date(2024, 1, 1), 443_000),
        (SERVICES, BuyerGroup.NETWORK, SPRING, 432_000),
        (WORKS, BuyerGroup.CENTRAL, date(2025, 6, 1), 5_538_000),
        (WORKS, BuyerGroup.LOCAL, SPRING, 5_404_000),
        (WORKS, BuyerGroup.NETWORK, SPRING, 5_404_000),
    ],
)
def test_formalised_procedure_starts_at_the_threshold_of_the_buyer(dated_data, nature, buyer, on, limit):
    below = standings(limit - Decimal("0.01"), on, nature, buyer)
    exactly = standings(limit, on, nature, buyer)
    assert (below[Route.ADAPTED], below[Route.FORMALISED]) == (Standing.OPEN, Standing.OPTIONAL)
    assert (exactly[Route.ADAPTED], exactly[Route.FORMALISED]) == (Standing.CLOSED, Standing.REQUIRED)


def test_beyond_the_last_figure_nothing_is_invented(dated_data):
    found = standings(50_000, date(2028, 1, 1))
    assert (found[Route.ADAPTED], found[Route.FORMALISED]) == (Standing.UNKNOWN, Standing.UNKNOWN)
    assert found[Route.DISPENSE] == Standing.OPEN
    _now, before = figures_on(date(2028, 1, 1), ["formalise_fs_collectivite", "achat_innovant"])
    assert {key: figure.ends_on for key, figure in before.items()} == {
        "formalise_fs_collectivite": date(2027, 12, 31)
    }


def test_without_any_figure_every_threshold_is_unknown(db):
    found = standings(50_000, SPRING)
    by_amount = {route: standing for route, standing in found.items() if standing != Standing.ANY_AMOUNT}
    assert set(by_amount.values()) == {Standing.UNKNOWN}
    assert set(found) == set(Route)


@pytest.mark.parametrize(
    ("bounds", "dispense", "innovative", "formalised"),
    [
        ((0, "59999.99"), Standing.OPEN, Standing.OPEN, Standing.OPTIONAL),
        ((0, 60_000), Standing.PARTLY, Standing.OPEN, Standing.OPTIONAL),
        ((40_000, 100_000), Standing.PARTLY, Standing.PARTLY, Standing.OPTIONAL),
        ((60_000, 90_000), Standing.CLOSED, Standing.OPEN, Standing.OPTIONAL),
        ((100_000, 250_000), Standing.CLOSED, Standing.CLOSED, Standing.PARTLY_REQUIRED),
        ((216_000, None), Standing.CLOSED, Standing.CLOSED, Standing.REQUIRED),
        ((50_000, None), Standing.PARTLY, Standing.PARTLY, Standing.PARTLY_REQUIRED),
    ],
)
def test_a_band_that_a_threshold_cuts_shows_both_sides(dated_data, bounds, dispense, innovative, formalised):
    found = standings(bounds, SPRING)
    assert (found[Route.DISPENSE], found[Route.DIRECT_INNOVATIVE], found[Route.FORMALISED]) == (
        dispense,
        innovative,
        formalised,
    )


def test_partnership_and_central_purchasing_have_no_threshold(dated_data):
    for amount in [1, 10_000_000]:
        found = standings(amount, SPRING)
        assert found[Route.INNOVATION_PARTNERSHIP] == Standing.ANY_AMOUNT
        assert found[Route.CENTRAL_PURCHASING] == Standing.ANY_AMOUNT


def test_every_band_every_buyer_and_every_procedure_is_known():
    assert set(BOUNDS) == set(BudgetBand) - {BudgetBand.UNKNOWN}
    assert set(FORMALISED) == set(BuyerGroup)
    assert {route.value for route in Route} - {"dispense"} == set(Procedure.values) - {"undecided"}


@pytest.mark.parametrize(
    ("codes", "nature"),
    [
        (["45000000"], WORKS),
        (["38420000", "03000000", "48000000"], SUPPLIES),
        (["45000000", "71000000"], ""),
        (["46000000"], ""),
        ([], ""),
    ],
)
def test_nature_is_proposed_only_when_the_codes_agree(codes, nature):
    assert nature_of_codes(codes) == nature


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("60000", "60\u202f000\u00a0€"),
        ("39999.99", "39\u202f999,99\u00a0€"),
        ("60000.0000", "60\u202f000\u00a0€"),
    ],
)
def test_amounts_are_written_as_in_french(value, words):
    assert euros(Decimal(value)) == words


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 11, 27), 48, date(2022, 11, 27)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_before_stays_inside_the_month(day, months, found):
    assert months_before(day, months) == found
