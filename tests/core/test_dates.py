"""The first of a month is an ordinal in French, and the other days are not."""

from datetime import date

import pytest
from django.utils.translation import override

from grandest_portal.core.dates import date_words


@pytest.mark.parametrize(
    ("day", "pattern", "words"),
    [
        (date(2027, 12, 1), "j F Y", "1er décembre 2027"),
        (date(2027, 2, 1), "l j F Y", "lundi 1er février 2027"),
        (date(2027, 12, 11), "j F Y", "11 décembre 2027"),
        (date(2027, 12, 21), "l j F Y", "mardi 21 décembre 2027"),
    ],
)
def test_date_words_writes_the_first_as_an_ordinal(day, pattern, words):
    assert date_words(day, pattern) == words


def test_date_words_leaves_other_languages_alone():
    with override("en"):
        assert date_words(date(2027, 12, 1)) == "1 December 2027"
