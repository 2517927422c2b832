"""Search boxes: French words without regard to accents, then typing mistakes."""

import pytest

from grandest_portal.core.search import search
from suppliers.models import Solution
from tests.factories import SolutionFactory

EMPTY = {"problem_solved": "", "description": ""}


@pytest.fixture
def solutions(db):
    SolutionFactory(title="Télémédecine à domicile", **EMPTY)
    SolutionFactory(title="Capteurs de fuites d'eau", keywords="réseau", **EMPTY)
    SolutionFactory(title="Désherbage sans produit", **{**EMPTY, "description": "Vapeur d'eau chaude."})


def found(words):
    return sorted(row.title for row in search(Solution.objects.all(), words))


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("télémédecine", ["Télémédecine à domicile"]),
        ("telemedecine", ["Télémédecine à domicile"]),
        ("télé medecine", ["Télémédecine à domicile"]),
        ("TELEMEDECINES", ["Télémédecine à domicile"]),
        ("telemedcine", ["Télémédecine à domicile"]),
        ("fuite", ["Capteurs de fuites d'eau"]),
        ("reseaux", ["Capteurs de fuites d'eau"]),
        ("eau", ["Capteurs de fuites d'eau", "Désherbage sans produit"]),
        ('"eau chaude"', ["Désherbage sans produit"]),
        ("satellite", []),
    ],
)
def test_search_finds_french_words_and_their_neighbours(solutions, words, titles):
    assert found(words) == titles


@pytest.mark.parametrize("words", ["", "   ", "\x00", "\n\t"])
def test_empty_search_keeps_everything(solutions, words):
    assert len(found(words)) == 3


@pytest.mark.parametrize("words", ["'", '"', "(", "& | !", ":*", "a" * 10_000, "%_\\", "x\x00y", "<->", "🜁"])
def test_any_typing_is_answered(solutions, words):
    assert set(found(words)) <= set(found(""))


def test_title_comes_before_the_text(solutions):
    rows = search(Solution.objects.all(), "eau").order_by("-rank", "pk")
    assert [row.title for row in rows] == ["Capteurs de fuites d'eau", "Désherbage sans produit"]
