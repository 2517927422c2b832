"""Two colleagues at once: the daily limit holds. The control shows that counting without the lock lets both pass."""

import threading

import pytest
from django.db import transaction
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from needs.actions.suggestions import check_allowance
from needs.models import Suggestion
from tests.factories import SolutionFactory, SuggestionFactory
from tests.needs.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_suggestions_at_once_keep_the_limit(pair):
    Parameter.objects.filter(key="partner_suggestions_per_day").update(value=1)
    other = SolutionFactory(published=True)
    results = together(pair.suggest, lambda: pair.suggest(solution=other))
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "Suggestion"]
    assert Suggestion.objects.count() == 1


def test_without_the_lock_both_would_pass(pair):
    """The control: both count before either writes."""
    Parameter.objects.filter(key="partner_suggestions_per_day").update(value=1)
    counted = threading.Barrier(2)

    def suggest(solution):
        with transaction.atomic():
            check_allowance(pair.partner, timezone.now())
            counted.wait(10)
            return SuggestionFactory(partner=pair.partner, need=pair.need, solution=solution)

    other = SolutionFactory(published=True)
    results = together(lambda: suggest(pair.solution), lambda: suggest(other))
    assert [type(result) for result in results] == [Suggestion, Suggestion]
    assert not any(isinstance(result, DomainError) for result in results)
