"""What tests of the matching do: the version that serves, every public text known to it, one side computed again."""

from django.utils import timezone

from needs.actions import ensure_engine
from needs.matching import refresh
from needs.matching.definition import definition
from needs.matching.engine import views_of
from needs.matching.knowledge import learn
from needs.models import Need
from suppliers.models import Solution

WORDS = definition("lexical-1")


def view(text, engine=WORDS):
    return views_of([text], engine, sentences=True)[0]


def learnt(version=None):
    """The version that serves, once it knows every public text, as after the jobs of their publication."""
    version = version or ensure_engine(timezone.now())
    for side, model in (("solution", Solution), ("need", Need)):
        pks = list(model.objects.published().order_by("pk").values_list("pk", flat=True))
        learn(version, definition(version.key), side, pks)
    return version


def refresh_need(pk, at=None, version=None):
    return refresh.refresh_need(pk, at or timezone.now(), learnt(version))


def refresh_solution(pk, at=None, version=None):
    return refresh.refresh_solution(pk, at or timezone.now(), learnt(version))
