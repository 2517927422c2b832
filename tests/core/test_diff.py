"""Two texts side by side."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandest_portal.core.diff import Piece, pieces_of


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Même texte.", "Même texte.", [Piece("same", "Même texte.")]),
        ("", "Venu.", [Piece("new", "Venu.")]),
        ("Parti.", "", [Piece("gone", "Parti.")]),
        (
            "Dix écoles. Rien d'autre.",
            "Douze écoles. Rien d'autre.",
            [Piece("gone", "Dix "), Piece("new", "Douze "), Piece("same", "écoles. Rien d'autre.")],
        ),
        (
            "Une phrase. Une autre.",
            "Une phrase. Une nouvelle. Une autre.",
            [Piece("same", "Une phrase. "), Piece("new", "Une nouvelle. "), Piece("same", "Une autre.")],
        ),
    ],
)
def test_pieces_read_in_a_row(before, after, pieces):
    assert pieces_of(before, after) == pieces


@given(st.text(max_size=300), st.text(max_size=300))
def test_pieces_give_both_texts_back(before, after):
    pieces = pieces_of(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    kinds = [piece.kind for piece in pieces]
    assert all(one != other for one, other in itertools.pairwise(kinds))


def test_a_long_passage_is_shown_whole():
    before, after = "un " + "mot " * 500, "autre " + "texte " * 500
    assert [piece.kind for piece in pieces_of(before, after)] == ["gone", "new"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Un mot. " * 2500, "Deux mots. " * 1800),
        ("a.b." * 5000, "b.a.c." * 3300),
        ("a b " * 5000, "b a c " * 3300),
        ("a.b." * 99, "b.a.c." * 66),
        ("a b " * 99, "b a c " * 66),
    ],
)
def test_texts_made_to_be_slow_compare_in_time(before, after):
    begun = time.process_time()
    pieces = pieces_of(before, after)
    assert time.process_time() - begun < 0.5
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
