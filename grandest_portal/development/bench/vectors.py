"""What an engine would know of the fictional texts, without the hours that an encoder would need to read them.

Words come from the texts as they are; meanings are drawn: a part that all texts share, one of a topic, one of its own,
so that closeness spreads about as it does on real texts (docs/performance.md) and each topic holds near pairs.
"""

import os

import numpy as np
import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone

from grandest_portal.development.bench.seed import copy_rows, unlimited
from needs.enums import EngineStatus
from needs.matching.definition import SEMANTIC, definition
from needs.matching.encoder import DIMENSIONS
from needs.matching.engine import STORED, View, tie_break, vector_of
from needs.matching.knowledge import need_text, row_of, solution_text
from needs.models import EngineVersion, Match, Need, TextVector
from suppliers.models import Solution

# Cosines of two texts: about .38 between topics, .83 inside one.
SHARED, TOPICAL = 0.38, 0.45
SOLUTIONS_OF_A_TOPIC = 250
SENTENCES = 4
MATCHES_OF_A_NEED = 200
CHUNK = 1000


class Meanings:
    """Vectors of length 1 (384,), drawn by a fixed seed."""

    def __init__(self, topics):
        self.draw = np.random.default_rng(20_260_101)
        self.shared = self.unit()
        self.topics = [self.unit() for _topic in range(max(1, topics))]

    def unit(self):
        vector = self.draw.standard_normal(DIMENSIONS)
        return vector / np.linalg.norm(vector)

    def of(self, topic):
        own = (1 - SHARED - TOPICAL) ** 0.5
        vector = SHARED**0.5 * self.shared + TOPICAL**0.5 * self.topics[topic] + own * self.unit()
        return (vector / np.linalg.norm(vector)).astype(STORED)


def columns_of(model):
    return [
        field for field in model._meta.concrete_fields if not field.primary_key and not field.has_db_default()
    ]


def values_of(row, fields):
    return [getattr(row, field.attname) for field in fields]


def vector_rows(side, rows, read, version, engine, meanings):
    fields, at = columns_of(TextVector), timezone.now()
    for row in rows.iterator(chunk_size=CHUNK):
        text, topic = read(row), row.pk % len(meanings.topics)
        sentences = np.stack([meanings.of(topic) for _sentence in range(SENTENCES)])
        view = View(vector_of(text, engine.weights), meanings.of(topic), sentences)
        yield values_of(row_of(version, side, row.pk, text, view, at), fields)


def match_rows(needs, solutions, key, topics):
    """As many matches as a need may keep, with solutions of its topic: the pages and the tables at their full size."""
    fields, at = columns_of(Match), timezone.now()
    by_topic = {}
    for pk in solutions:
        by_topic.setdefault(pk % topics, []).append(pk)
    for need in needs:
        for rank, solution in enumerate(by_topic.get(need % topics, [])[:MATCHES_OF_A_NEED]):
            match = Match(
                need_id=need,
                solution_id=solution,
                score=round(0.99 - rank / 500, 6),
                lexical=0.1,
                semantic=0.8,
                terms=[{"stem": "eau", "share": 60.0}, {"stem": "captur", "share": 40.0}],
                closest=[0, 0, 0.8],
                missing=["énerg"],
                tie_break=tie_break(need, solution),
                need_hash="0" * 64,
                solution_hash="0" * 64,
                engine=key,
                computed_at=at,
            )
            yield [field.get_db_prep_save(getattr(match, field.attname), connection) for field in fields]


def main():
    unlimited()
    version, engine = serving(), definition(SEMANTIC)
    topics = max(1, int(os.environ["BENCH_SOLUTIONS"]) // SOLUTIONS_OF_A_TOPIC)
    meanings = Meanings(topics)
    needs, solutions = Need.objects.published().order_by("pk"), Solution.objects.published().order_by("pk")
    names = [field.column for field in columns_of(TextVector)]
    with psycopg.connect(settings.DATABASE_URL) as direct:
        for side, rows, read in [("need", needs, need_text), ("solution", solutions, solution_text)]:
            copy_rows(
                direct,
                TextVector._meta.db_table,
                names,
                vector_rows(side, rows, read, version, engine, meanings),
            )
        pks = [list(rows.values_list("pk", flat=True)) for rows in (needs, solutions)]
        names = [field.column for field in columns_of(Match)]
        copy_rows(direct, Match._meta.db_table, names, match_rows(*pks, SEMANTIC, topics))
        direct.commit()
        direct.autocommit = True
        direct.execute("VACUUM ANALYZE")


def serving():
    """The version with meaning, in service from the first text on."""
    EngineVersion.objects.all().delete()
    at = timezone.now()
    return EngineVersion.objects.create(
        key=SEMANTIC,
        status=EngineStatus.SERVING,
        inputs=definition(SEMANTIC).inputs,
        created_at=at,
        served_from=at,
    )
