"""Search boxes: French full text tolerant to accents; words that no text holds are replaced by their neighbours.

The words typed are read once (`read`), with one query: PostgreSQL gives the stems, and `SearchWord`, the words of
the texts that are public, tells which typed words exist and which ones are a letter away. What is searched is
then one constant, which the index answers whatever the number of rows.
"""

import re
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, CharField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Greatest, Lower

from grandest_portal.core.vocabulary import near, plain_word

CONFIG = "french_unaccent"
LONGEST_QUERY = 200
MOST_WORDS = 20
TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
# The stems and quoted phrases of each asked text; whether the word is known; the known words a letter away.
READ = """
SELECT stems.text,
       EXISTS (SELECT FROM core_searchword AS known WHERE known.kind = %(kind)s
               AND (known.word = asked.word OR known.stem = btrim(stems.text, ''''))),
       CASE WHEN asked.near IS NOT NULL THEN ARRAY(
         SELECT known.spelling || ' ' || known.stem FROM core_searchword AS known
         WHERE known.kind = %(kind)s AND known.near && string_to_array(asked.near, ' ') AND known.stem <> ''
         ORDER BY similarity(known.word, asked.word) DESC, known.word LIMIT 3) END
FROM unnest(%(texts)s::text[], %(words)s::text[], %(near)s::text[]) WITH ORDINALITY
       AS asked(text, word, near, place),
     LATERAL (SELECT websearch_to_tsquery('french_unaccent', asked.text)::text AS text OFFSET 0) AS stems
ORDER BY asked.place
"""


class Unaccent(Func):
    """`f_unaccent(text)`: the immutable twin of unaccent, made by core's first migration."""

    function = "f_unaccent"
    output_field = CharField()


def plain(expression):
    """Lower-case, accent-free form of a text expression, for trigram columns."""
    return Unaccent(Lower(expression))


class ReadQuery(SearchQuery):
    """A tsquery already read by PostgreSQL: a constant, not parsed again for each row."""

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.source_expressions[0].value]


@dataclass(frozen=True)
class Term:
    """One word or quoted phrase, as typed."""

    text: str
    excluded: bool = False
    quoted: bool = False

    @property
    def word(self):
        """The plain word that may be corrected, or ""."""
        return "" if self.excluded or self.quoted else plain_word(self.text)

    @property
    def asked(self):
        return ('"' + self.text + '"') if self.quoted else self.text


@dataclass
class Reading:
    """What a search box asks for."""

    query: str = ""
    replaced: dict = field(default_factory=dict)  # {typed word: [words searched instead]}
    parts: list = field(
        default_factory=list
    )  # one tsquery per word, of a search that asks for all of several words
    unknown: bool = False  # a word that exists nowhere, nor anything near: titles that look alike are shown


def terms_of(words):
    """[[Term]]: « eau -fuites or "fuite d'air" » is two lists; each list asks for all of its terms."""
    groups = [[]]
    for sign, phrase, word in TERM.findall(words)[:MOST_WORDS]:
        if word.lower() == "or" and not sign:
            groups.append([])
        elif (phrase or word).strip("-"):
            groups[-1].append(Term(phrase or word, bool(sign), bool(phrase)))
    return [group for group in groups if group]


def read(model, words):
    groups = terms_of(words)
    pairs = {
        (place, rank): group[rank].word + group[rank + 1].word
        for place, group in enumerate(groups)
        for rank in range(len(group) - 1)
        if group[rank].word and group[rank + 1].word
    }
    asked = [(term.asked, term.word, " ".join(near(term.word)) or None) for group in groups for term in group]
    asked += [(pair, pair, None) for pair in pairs.values()]
    if not asked:
        return Reading()
    texts, plain_words, around = (list(column) for column in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            READ, {"kind": model._meta.label_lower, "texts": texts, "words": plain_words, "near": around}
        )
        answers = cursor.fetchall()
    known_pairs = dict(zip(pairs, answers[len(asked) - len(pairs) :], strict=True))
    return put_together(groups, iter(answers), known_pairs)


def put_together(groups, answers, known_pairs):
    """One tsquery; « télé medecine » also asks for « telemedecine » where that word exists."""
    reading, ors = Reading(), []
    for place, group in enumerate(groups):
        ands = []
        for rank, term in enumerate(group):
            one = ask_one(term, next(answers), reading)
            pair = known_pairs.get((place, rank))
            before = known_pairs.get((place, rank - 1))
            for each in [pair, before]:
                if one and each and each[1]:
                    one = f"({one} | {each[0]})"
            if one:
                ands.append(one)
        if ands:
            ors.append("(" + " & ".join(ands) + ")")
    if any(known for _text, known, _near in known_pairs.values()):
        reading.replaced, reading.unknown = {}, False
    if any(term.excluded or term.quoted for group in groups for term in group):
        # Who says exactly what is wanted gets nothing that only looks alike.
        reading.unknown = False
    plain_words = all(not (term.excluded or term.quoted) for group in groups for term in group)
    reading.parts = ands if len(groups) == 1 and len(ands) > 1 and plain_words else []
    reading.query = " | ".join(ors)
    return reading


def ask_one(term, answer, reading):
    stems, known, around = answer
    if not stems:  # a stop word, or nothing to read
        return ""
    if term.excluded:
        return f"!({stems})"
    if known or not term.word:
        return f"({stems})"
    if not around:
        reading.unknown = True
        return f"({stems})"
    reading.replaced[term.text] = [each.rpartition(" ")[0] for each in around]
    return "(" + " | ".join([stems, *(f"'{each.rpartition(' ')[2]}'" for each in around)]) + ")"


class Search:
    """The rows of a model that answer typed words.

    The model has `search` (generated tsvector) and `search_plain` (generated, unaccented title) columns.
    """

    def __init__(self, model, words):
        self.model = model
        self.words = words.replace("\x00", " ").strip()[:LONGEST_QUERY]
        self.reading = read(model, self.words)
        self.query = ReadQuery(self.reading.query or "")

    def among(self, rows):
        found = Q(search=self.query)
        if self.reading.unknown:
            found |= Q(search_plain__trigram_word_similar=plain(Value(self.words)))
        return rows.filter(found)

    def ranked(self, rows):
        rank = SearchRank(F("search"), self.query)
        if self.reading.unknown:
            rank = Greatest(
                rank, TrigramWordSimilarity(plain(Value(self.words)), "search_plain") / Value(10.0)
            )
        return rows.annotate(rank=rank)

    def partly(self, rows, newest, most):
        """`rows` that hold some of the words, those of the present answers apart left to the caller: the most words
        first, then in the order `newest`; read among the `most` newest. None where all words are not asked for."""
        if not self.reading.parts:
            return rows.none()
        some = rows.filter(search=ReadQuery(" | ".join(self.reading.parts))).order_by(*newest)
        held = sum(
            Case(When(search=ReadQuery(part), then=1), default=0, output_field=IntegerField())
            for part in self.reading.parts
        )
        near = self.model._default_manager.filter(pk__in=some.values("pk")[:most])
        return near.annotate(words_held=held).order_by("-words_held", *newest)


def search(queryset, words):
    """Rows of `queryset` that answer `words`, with a `rank`; order is left to the caller."""
    asked = Search(queryset.model, words)
    return asked.ranked(asked.among(queryset)) if asked.words else queryset


def exactly(queryset, words):
    """Rows that hold the words as they are written, no neighbour tried: asks the database nothing to be built."""
    words = words.replace("\x00", " ").strip()[:LONGEST_QUERY]
    if not words:
        return queryset
    return queryset.filter(search=SearchQuery(words, config=CONFIG, search_type="websearch"))
