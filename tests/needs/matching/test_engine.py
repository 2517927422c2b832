"""One score per pair, the same in both directions, from the texts alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.matching.engine import compare, tie_break
from needs.matching.weights import ENGINE, Weights, load
from tests.needs.matching.engines import WORDS, view

NEED = "Réduire les fuites d'eau des écoles : être alerté et savoir dans quel bâtiment intervenir."
CLOSE = "Un capteur écoute l'eau la nuit, reconnaît une fuite et prévient le gardien du bâtiment."
FAR = "Traduction médicale instantanée pour les urgences et la maternité."


def score(one, other, engine=WORDS):
    return compare(view(one, engine), view(other, engine), engine)


def test_close_text_scores_above_far_text():
    assert score(NEED, CLOSE).score > score(NEED, FAR).score


def test_text_without_common_word_scores_zero():
    result = score("piscine municipale", "traduction médicale")
    assert (result.score, result.terms) == (0.0, [])


@given(st.text(max_size=400), st.text(max_size=400))
def test_swapping_the_sides_changes_nothing(one, other):
    assert score(one, other) == score(other, one)


@given(st.text(max_size=400), st.text(max_size=400))
def test_score_stays_between_zero_and_one(one, other):
    assert 0.0 <= score(one, other).score <= 1.0


def test_shares_of_all_shared_words_make_the_whole():
    assert sum(term["share"] for term in score(NEED, CLOSE).terms) == pytest.approx(100, abs=1)


def test_rare_word_weighs_more_than_a_common_one():
    table = Weights("test", 100, {"rar": 1, "cour": 60}, [])
    terms = score("rare courant", "rare courant", replace(WORDS, weights=table)).terms
    assert [term["stem"] for term in terms] == ["rar", "cour"]


def test_repeating_a_keyword_does_not_reach_a_real_answer():
    stuffed = "Nettoyage de vitres. " + "fuite eau école bâtiment " * 200
    honest = score(NEED, CLOSE).score
    once = score(NEED, "Nettoyage de vitres. fuite eau école bâtiment").score
    assert score(NEED, stuffed).score <= max(once, honest) * 1.5


def test_tie_break_is_the_published_hash_of_the_pair():
    assert tie_break(3, 7) == "cde46093ade92bd501aa6fb381385c17dac03e35b71769911d45f4f1520f92d6"
    assert tie_break(3, 7) != tie_break(7, 3)


def test_committed_table_names_its_sources():
    table = load(ENGINE)
    assert table.engine == ENGINE
    assert len(table.sources) == 3
    assert table.idf("fuit") > table.idf("travail")
