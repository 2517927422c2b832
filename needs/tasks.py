"""Tasks of the needs room: each makes one domain call."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from grandest_portal.core.vocabulary import learn_from
from needs import actions
from needs.actions import ask_outcomes, close_due_needs, purge_trash, tell_amended
from needs.map_counts import renew_numbers
from needs.matching import telling
from needs.models import Need
from suppliers.models import Solution

# The texts whose words a search box finds although they are mistyped.
NEED_TEXTS = ("title", "summary", "current_situation", "expected_result")
SOLUTION_TEXTS = ("title", "keywords", "problem_solved", "description")


@shared_task(name="needs.close_due")
def close_due(at=None):
    """Close the needs whose window is over at `at` (ISO 8601 with its offset; now by default)."""
    return close_due_needs(timezone.now() if at is None else datetime.fromisoformat(at))


@shared_task(name="needs.ask_outcomes")
def ask_for_outcomes(at=None):
    """Ask what became of consultations that are over at `at` (ISO 8601 with its offset; now by default)."""
    return ask_outcomes(timezone.now() if at is None else datetime.fromisoformat(at))


@shared_task(name="needs.purge_trash")
def purge_old_trash(at=None):
    return purge_trash(timezone.now() if at is None else datetime.fromisoformat(at))


@shared_task(name="needs.tell_amended")
def tell_what_changed(pk):
    tell_amended(pk)


@shared_task(name="needs.tell_buyer")
def tell_buyer(pk):
    """The end of a need's window."""
    actions.tell_buyer(pk)


@shared_task(name="needs.tell_invited")
def tell_invited(pk):
    """The end of an invited company's window."""
    actions.tell_invited(pk)


@shared_task(name="needs.match_need")
def match_need(pk):
    at = timezone.now()
    telling.match_need(pk, at, actions.engines_at_work(at))


@shared_task(name="needs.match_solution")
def match_solution(pk):
    at = timezone.now()
    telling.match_solution(pk, at, actions.engines_at_work(at))


@shared_task(name="needs.look_after_engine")
def look_after_engine():
    actions.look_after_engine(timezone.now())


@shared_task(name="needs.score_again")
def score_again(key):
    """One piece of the scoring of everything by a version in preparation."""
    actions.score_again(key, timezone.now())


@shared_task(name="needs.forget_engine")
def forget_engine(key):
    actions.forget_engine(key)


@shared_task(name="needs.learn_words")
def learn_words():
    """Keep the words of the public texts changed since the last time, for searches with typing mistakes."""
    learn_from(Need.objects.public(), NEED_TEXTS)
    learn_from(Solution.objects.published(), SOLUTION_TEXTS)


@shared_task(name="needs.count_map")
def count_map(state="", period=""):
    """Count again what the map of needs shows for one choice; for the home page's without any."""
    renew_numbers(state, period)
