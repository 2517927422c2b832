"""Words kept from public texts, and what a mistyped search then finds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grandest_portal.core.models import SearchWord
from grandest_portal.core.search import Search, search, terms_of
from grandest_portal.core.vocabulary import learn_from, near, plain_word
from needs.models import Need
from tests.factories import NeedFactory

TEXTS = ("title", "summary", "current_situation", "expected_result")
EMPTY = {"current_situation": "", "expected_result": ""}


@pytest.fixture
def texts(db):
    NeedFactory(published=True, title="Télémédecine à domicile", summary="Un soignant vient.", **EMPTY)
    NeedFactory(published=True, title="Réseaux", summary="Fuites d'eau, amiante des écoles.", **EMPTY)
    NeedFactory(published=True, title="Piscine", summary="Chauffer l'eau autrement.", **EMPTY)
    learn_from(Need.objects.public(), TEXTS)


def found(words):
    return sorted(row.title for row in search(Need.objects.public(), words))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Télémédecine", "telemedecine"),
        ("Œuvre", "oeuvre"),
        ("l'eau", ""),
        ("2026", ""),
        ("ab", ""),
        ("", ""),
    ],
)
def test_plain_word_is_one_word_of_letters_or_nothing(text, word):
    assert plain_word(text) == word


@pytest.mark.parametrize("mistyped", ["amante", "amiiante", "amiente", "amaiante", "amainte"])
def test_words_one_letter_apart_share_a_neighbour(mistyped):
    assert set(near("amiante")) & set(near(mistyped))


def test_short_words_have_no_neighbour():
    assert near("eau") == []


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("tele medecine", ["Télémédecine à domicile"]),
        ("télé medecine domicile", ["Télémédecine à domicile"]),
        ("telemedcine", ["Télémédecine à domicile"]),
        ("amiente", ["Réseaux"]),
        ("amainte écoels", ["Réseaux"]),
        ("soigannt", ["Télémédecine à domicile"]),
        ("reseau", ["Réseaux"]),
        ("eau", ["Piscine", "Réseaux"]),
        ("eau -fuites", ["Piscine"]),
        ("eau -fuite", ["Piscine"]),
        ('"eau autrement"', ["Piscine"]),
        ('"fuites autrement"', []),
        ("piscine or amiante", ["Piscine", "Réseaux"]),
        ("de la", []),
        ("xyzwq", []),
    ],
)
def test_search_finds_mistyped_words_of_whole_texts(texts, words, titles):
    assert found(words) == titles


def test_what_was_searched_instead_is_said(texts):
    assert Search(Need, "amiente ecole").reading.replaced == {"amiente": ["amiante"]}
    assert Search(Need, "amiante").reading.replaced == {}
    assert Search(Need, "tele medecine").reading.replaced == {}


def test_a_search_reads_its_words_with_one_query(texts, django_assert_num_queries):
    with django_assert_num_queries(1):
        Search(Need, "amiente or tele medecine -eau")


def test_terms_keep_quotes_and_exclusions():
    groups = terms_of('eau -fuites or "fuite d\'air" -"deux mots"')
    shown = [[(term.text, term.excluded, term.quoted) for term in group] for group in groups]
    assert shown == [
        [("eau", False, False), ("fuites", True, False)],
        [("fuite d'air", False, True), ("deux mots", True, True)],
    ]


def test_learning_reads_only_what_changed_and_keeps_each_word_once(texts):
    number = SearchWord.objects.count()
    Need.objects.update(updated_at=timezone.now() - timedelta(days=2))
    SearchWord.objects.filter(word="").update(learnt_at=timezone.now() - timedelta(days=1))
    assert learn_from(Need.objects.public(), TEXTS) == 0
    NeedFactory(published=True, title="Piscine géothermique", summary="", **EMPTY)
    assert learn_from(Need.objects.public(), TEXTS) == 1
    assert SearchWord.objects.count() == number + 1
    assert SearchWord.objects.get(word="geothermique").spelling == "géothermique"


def test_words_of_what_is_not_public_are_not_kept(db):
    NeedFactory(title="Secretissime")
    assert learn_from(Need.objects.public(), TEXTS) == 0
    assert not SearchWord.objects.filter(word="secretissime").exists()
