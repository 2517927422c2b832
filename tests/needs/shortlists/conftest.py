"""A need with five solutions near it, each matched by the engine that serves, and lists frozen from them."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from needs.actions import ensure_engine, freeze_shortlist
from needs.models import Match
from needs.shortlists.selection import Choice
from tests.factories import NeedFactory, SolutionFactory
from tests.needs.matching.engines import refresh_need
from tests.needs.shortlists.pages import logged_in

CRITERION = "Une solution déjà essayée, qui prévient d'une fuite le jour même."
NEAR = [
    ("Capteur d'écoute", "fuite d'eau dans les écoles, prévenus le jour même", 8),
    ("Compteur communicant", "compteurs d'eau relevés la nuit", 7),
    ("Carnet de relevés", "relever les compteurs d'eau", 4),
    ("Drone thermique", "eau", 3),
    ("Jumeau numérique", "fuite d'eau", None),
]


@pytest.fixture
def need(agent, dated_data):
    ensure_engine(timezone.now())
    return NeedFactory(buyer=agent.buyer, author=agent, published=True)


@pytest.fixture
def near(need):
    """{title: solution}, after the need's matches were computed."""
    made = {
        title: SolutionFactory(published=True, title=title, novelty=novelty, trl=trl)
        for title, novelty, trl in NEAR
    }
    refresh_need(need.pk)
    assert Match.objects.filter(need=need).count() == len(NEAR)
    return made


@pytest.fixture
def freeze(need, agent):
    def run(removed=None, criterion=CRITERION, by=None, mark=None, **choice):
        return freeze_shortlist(
            need, Choice(**choice), criterion=criterion, removed=removed, by=by or agent, mark=mark
        )

    return run


@pytest.fixture
def browser(agent):
    return logged_in(agent)


@pytest.fixture
def at(need):
    """Addresses: `at.freeze`, `at.list`, `at.page("shortlist", 1)`."""
    return SimpleNamespace(
        freeze=reverse("needs:shortlist_freeze", args=[need.pk]),
        list=reverse("needs:shortlists", args=[need.pk]),
        matches=reverse("needs:matches", args=[need.pk]),
        page=lambda name, number=1: reverse(f"needs:{name}", args=[need.pk, number]),
    )
