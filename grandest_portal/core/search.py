"""Search boxes: French full text tolerant to accents, then trigrams for typing mistakes."""

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Greatest, Lower

CONFIG = "french_unaccent"
TRIGRAM_FLOOR = 0.55
LONGEST_QUERY = 200


class Unaccent(Func):
    """`f_unaccent(text)`: the immutable twin of unaccent, made by core's first migration."""

    function = "f_unaccent"
    output_field = CharField()


def plain(expression):
    """Lower-case, accent-free form of a text expression, for trigram columns."""
    return Unaccent(Lower(expression))


def search(queryset, words):
    """Rows of `queryset` that answer `words`, with a `rank`; order is left to the caller.

    The model has `search` (generated tsvector) and `search_plain` (generated, unaccented title) columns.
    """
    words = words.replace("\x00", " ").strip()[:LONGEST_QUERY]
    if not words:
        return queryset
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    return queryset.annotate(
        closeness=TrigramWordSimilarity(plain(Value(words)), "search_plain"),
        rank=Greatest(SearchRank(F("search"), query), F("closeness") / Value(10.0)),
    ).filter(Q(search=query) | Q(closeness__gte=TRIGRAM_FLOOR))
