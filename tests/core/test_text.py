"""Typed text: same letters for everybody, nothing invisible."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandest_portal.core.text import clean_line, clean_text, word_count


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("e\u0301te\u0301", "été"),
        ("a\u202eb\u200bc", "abc"),
        ("une\r\ndeux\rtrois\n", "une\ndeux\ntrois\n"),
        ("nul\x00ici\x07", "nulici"),
        ("demi\ud800paire", "demipaire"),
        ("tab\tgardé", "tab\tgardé"),
        ("\u3164\u2800\u115f", ""),
        ("f\u034fu\u034fi\u3164te", "fuite"),
        ("e\u200b\u0301te\u034f\u0301", "été"),
    ],
)
def test_clean_text_keeps_letters_and_lines_only(typed, cleaned):
    assert clean_text(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [("  deux \n mots\t", "deux mots"), ("ﬁn № 5", "fin No 5"), ("insécable\u00a0: 10", "insécable : 10")],
)
def test_clean_line_is_one_line_of_plain_letters(typed, cleaned):
    assert clean_line(typed) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed):
    assert clean_text(clean_text(typed)) == clean_text(typed)
    assert clean_line(clean_line(typed)) == clean_line(typed)


@given(st.text(alphabet=st.characters()))
def test_cleaned_text_can_be_stored(typed):
    assert not {unicodedata.category(char) for char in clean_text(typed)} - {"Cc"} & {"Cf", "Cs", "Co", "Cn"}
    assert "\x00" not in clean_text(typed)
    clean_text(typed).encode()


def test_word_count():
    assert [word_count(text) for text in ["", "  ", "un", "un deux\ntrois"]] == [0, 0, 1, 3]
