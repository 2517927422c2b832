"""Stems and highlighting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandest_portal.core.stems import highlighted, stem_of, stems_of


@pytest.mark.parametrize(
    ("one", "other"),
    [("fuites", "fuite"), ("Bâtiments", "batiment"), ("écoute", "écouter"), ("ÉCOLES", "école")],
)
def test_forms_of_a_word_share_their_stem(one, other):
    assert stem_of(one) == stem_of(other) != ""


@pytest.mark.parametrize("word", ["le", "Les", "été", "où", "42", "a", "x" * 60])
def test_empty_words_and_numbers_have_no_stem(word):
    assert stem_of(word) == ""


def test_elided_articles_are_left_out():
    assert stems_of("L'eau qu'elle perd") == stems_of("eau perd")


def test_highlighting_marks_each_form_of_a_shared_word():
    pieces = highlighted("Une fuite, des fuites.", {stem_of("fuite")})
    assert [(p.text, p.marked) for p in pieces] == [
        ("Une ", False),
        ("fuite", True),
        (", des ", False),
        ("fuites", True),
        (".", False),
    ]


@given(st.text(max_size=300), st.sets(st.sampled_from(["fuit", "eau", "ecol"])))
def test_highlighted_pieces_give_the_text_back(text, stems):
    assert "".join(piece.text for piece in highlighted(text, stems)) == text
