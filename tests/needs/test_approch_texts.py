"""What the free texts of an announced project mean, when they are clear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.approch.texts import BANDS, budget_band, procedure
from needs.enums import BudgetBand, Procedure


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("1M - 5M€", BudgetBand.GT_1M),
        ("1 - 5 M€", BudgetBand.GT_1M),
        ("> 1M€", BudgetBand.GT_1M),
        ("Plus de 10 millions d'euros", BudgetBand.GT_1M),
        ("à partir de 1,5 M€", BudgetBand.GT_1M),
        ("40K - 90K", BudgetBand.FROM_40K),
        ("40 000 € - 100 000 €", BudgetBand.FROM_40K),
        ("40\u202f000 € à 100\u202f000 € HT", BudgetBand.FROM_40K),
        ("entre 100 000 et 250 000 euros HT", BudgetBand.FROM_100K),
        ("250k€ - 1M€", BudgetBand.FROM_250K),
        ("< 40K€", BudgetBand.LT_40K),
        ("Moins de 25 000 € HT", BudgetBand.LT_40K),
        ("Inférieur à 40 000 €", BudgetBand.LT_40K),
        ("12 000 €", BudgetBand.LT_40K),
        ("40000", BudgetBand.FROM_40K),
        ("99 999,99 €", BudgetBand.FROM_40K),
        ("1.500.000 €", BudgetBand.GT_1M),
        # Two of our bands share the range, or the text is not clear.
        ("90K - 221K€", BudgetBand.UNKNOWN),
        ("< 100K€", BudgetBand.UNKNOWN),
        ("> 100K€", BudgetBand.UNKNOWN),
        ("5M - 1M€", BudgetBand.UNKNOWN),
        ("1M - 5M - 9M€", BudgetBand.UNKNOWN),
        ("2 milliards", BudgetBand.UNKNOWN),
        ("moins de 40K, plus de 10K", BudgetBand.UNKNOWN),
        ("à définir", BudgetBand.UNKNOWN),
        ("", BudgetBand.UNKNOWN),
        ("1M" * 500, BudgetBand.UNKNOWN),
    ],
)
def test_budget_band_of_a_text(text, band):
    assert budget_band(text) == band


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_budget_band_holds_the_whole_range(first, second):
    low, high = sorted((first, second))
    band = budget_band(f"{low} - {high} €" if low < high else f"{low} €")
    if band != BudgetBand.UNKNOWN:
        start, end = {name: (start, end) for name, start, end in BANDS}[band]
        assert start <= low <= high <= end


@given(st.text(max_size=300))
def test_budget_band_and_procedure_bear_any_text(text):
    assert budget_band(text) in BudgetBand
    assert procedure(text) in Procedure


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Procédure adaptée", Procedure.ADAPTED),
        ("MAPA", Procedure.ADAPTED),
        ("Appel d'offres ouvert", Procedure.FORMALISED),
        ("APPEL D'OFFRES RESTREINT", Procedure.FORMALISED),
        ("Procédure avec négociation", Procedure.FORMALISED),
        ("Dialogue compétitif", Procedure.FORMALISED),
        ("Partenariat d'innovation", Procedure.INNOVATION_PARTNERSHIP),
        ("Recours à une centrale d'achat", Procedure.CENTRAL_PURCHASING),
        ("Marché passé sans publicité ni mise en concurrence préalables", Procedure.UNDECIDED),
        ("inadaptée", Procedure.UNDECIDED),
        ("", Procedure.UNDECIDED),
    ],
)
def test_procedure_of_a_text(text, ours):
    assert procedure(text) == ours
