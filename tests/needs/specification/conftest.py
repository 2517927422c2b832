from datetime import date

import pytest
from django.utils import timezone

from needs.enums import AcceptedMaturity, BudgetBand, Procedure
from needs.models import Need


@pytest.fixture
def whole_need(make_need, dated_data):
    """A need that answers every question, whose version dates from 20 May 2026."""

    def make(**fields):
        answers = {
            "constraints": "Sans coupure d'eau.\nSans travaux en période scolaire.",
            "budget_band": BudgetBand.FROM_40K,
            "procedure": Procedure.ADAPTED,
            "planned_on": date(2026, 9, 1),
            "sourcing_days": 30,
            "short_window_reason": "La rentrée approche.",
            "sourcing_open_until": date(2026, 7, 1),
            "questions_open_until": date(2026, 6, 15),
            "maturity": AcceptedMaturity.PROTOTYPE,
            "languages": ["fr", "de"],
            "foreign_summary": "Lecks vor der Rechnung finden.",
            "foreign_language": "de",
            "version": 3,
        }
        need = make_need(**(answers | fields))
        Need.objects.filter(pk=need.pk).update(
            created_at=timezone.make_aware(timezone.datetime(2026, 5, 20, 9))
        )
        return Need.objects.get(pk=need.pk)

    return make
