"""All the texts of one side in memory: which of them come nearest to a given one, in some tens of milliseconds.

The rows of PostgreSQL are the truth; an index follows them by the numbers of their transactions, and whatever it
proposes is read again before it is stored. Measured: docs/performance.md.
"""

from itertools import islice

import numpy as np
from django.db import connection

from needs.matching.definition import Definition
from needs.matching.encoder import DIMENSIONS
from needs.matching.engine import SCALE, SHRINK, STORED, View
from needs.matching.knowledge import STEM, WEIGHT, packed
from needs.models import TextVector

# Beyond this many texts written since the lists of stems were made, they are made again.
MOST_RECENT = 2000
CHUNK = 2000
# What float32 may add to or take from a closeness; the exact one is computed before anything is stored.
MARGIN = 0.002


class Index:
    """`follow()` reads what was written since the last time; `nearest(view, count)` gives [pk], nearest first.

    Texts stand in the order of their arrival; one that changed stands again, and its old place is empty (pk 0).
    `pks` (n,), `meaning` float16 (n, 384), `counts` (n,) distinct stems; `parts` the numbers and weights of stems.
    """

    def __init__(self, version_pk: int, engine: Definition, side: str):
        self.version_pk, self.engine, self.side = version_pk, engine, side
        self.seen = 0
        self.rows: dict[int, int] = {}
        self.places: dict[int, int] = {}
        self.pks = np.zeros(0, np.int64)
        self.counts = np.zeros(0, np.float32)
        self.meaning = np.zeros((0, DIMENSIONS if engine.semantic else 0), STORED)
        self.parts: list[tuple[np.ndarray, np.ndarray]] = []
        self.lists = Lists([])

    def __len__(self):
        return len(self.places)

    def follow(self):
        oldest, newest = transactions()
        rows = TextVector.objects.filter(engine=self.version_pk, **{f"{self.side}__isnull": False})
        if self.seen:
            # A number beyond the newest one comes from the server of a backup: it was read the first time.
            rows = rows.filter(written_by__gte=self.seen, written_by__lte=newest)
        rows = rows.order_by("pk").values_list("pk", self.side, "vector", "stems", "weights")
        for batch in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
            self.add([row for row in batch if self.rows.get(row[1]) != row[0]])
        self.seen = oldest
        if len(self.parts) - self.lists.length > MOST_RECENT:
            self.lists = Lists(self.parts)

    def add(self, rows):
        if not rows:
            return
        for row_pk, pk, _vector, stems, weights in rows:
            self.drop(pk)
            self.rows[pk], self.places[pk] = row_pk, len(self.parts)
            self.parts.append((np.frombuffer(stems, STEM), np.frombuffer(weights, WEIGHT)))
        fresh = self.parts[-len(rows) :]
        self.pks = np.concatenate([self.pks, np.array([row[1] for row in rows], np.int64)])
        self.counts = np.concatenate([self.counts, np.array([len(each[0]) for each in fresh], np.float32)])
        if self.engine.semantic:
            vectors = np.frombuffer(b"".join(bytes(row[2]) for row in rows), STORED)
            self.meaning = np.concatenate([self.meaning, vectors.reshape(len(rows), DIMENSIONS)])

    def drop(self, pk):
        """Empty the place of a text that changed or is no more."""
        place = self.places.pop(pk, None)
        if place is not None:
            self.pks[place] = 0
            del self.rows[pk]

    def nearest(self, view: View, count: int, floor: float = -np.inf, hidden=()) -> list[int]:
        """The `count` nearest texts whose closeness reaches `floor`, and those that float32 cannot tell from them."""
        closeness = np.where(self.pks > 0, self.closeness(view), -np.inf)
        closeness[[self.places[pk] for pk in hidden if pk in self.places]] = -np.inf
        kept = (closeness >= floor - MARGIN) & (closeness > -np.inf)
        if kept.sum() > count:
            least = np.partition(closeness, -count)[-count]
            kept &= closeness >= least - MARGIN
        (places,) = kept.nonzero()
        return [int(self.pks[place]) for place in places[np.argsort(-closeness[places], kind="stable")]]

    def closeness(self, view: View) -> np.ndarray:
        """Of each place (n,): before the scale of a score, as `engine.compare` counts it, in float32."""
        stems = [
            np.frombuffer(part, kind) for part, kind in zip(packed(view.words), (STEM, WEIGHT), strict=True)
        ]
        shorter = np.minimum(self.counts, view.words.stems)
        lexical = self.cosines(*stems) * shorter / (shorter + SHRINK)
        if not self.engine.semantic:
            return lexical * SCALE
        counted = np.maximum(np.float32(0), lexical - np.float32(self.engine.lexical_floor))
        return (
            self.meanings(view.meaning.astype(np.float32)) + np.float32(self.engine.lexical_weight) * counted
        )

    def meanings(self, vector):
        found = np.empty(len(self.meaning), np.float32)
        for start in range(0, len(found), 4 * CHUNK):
            found[start : start + 4 * CHUNK] = (
                self.meaning[start : start + 4 * CHUNK].astype(np.float32) @ vector
            )
        return found

    def cosines(self, stems, weights):
        found = np.zeros(len(self.parts), np.float32)
        self.lists.add_to(found, stems, weights)
        for place in range(self.lists.length, len(self.parts)):
            theirs, values = self.parts[place]
            _shared, mine, other = np.intersect1d(stems, theirs, assume_unique=True, return_indices=True)
            found[place] = weights[mine] @ values[other]
        return found


class Lists:
    """For each stem, the places whose text has it, with its weight there: what a search by words walks through."""

    def __init__(self, parts):
        self.length = len(parts)
        sizes = [len(stems) for stems, _weights in parts]
        everything = np.concatenate([stems for stems, _weights in parts]) if parts else np.zeros(0, STEM)
        order = np.argsort(everything, kind="stable")
        self.places = np.repeat(np.arange(len(parts), dtype=np.int32), sizes)[order]
        self.weights = (
            np.concatenate([weights for _stems, weights in parts])[order] if parts else np.zeros(0, WEIGHT)
        )
        self.stems, self.starts = np.unique(everything[order], return_index=True)
        self.ends = np.append(self.starts[1:], len(everything))

    def add_to(self, found, stems, weights):
        at = np.searchsorted(self.stems, stems)
        for stem, weight, place in zip(stems, weights, at, strict=True):
            if place < len(self.stems) and self.stems[place] == stem:
                span = slice(self.starts[place], self.ends[place])
                found[self.places[span]] += weight * self.weights[span]


def batched(rows, size):
    batch = list(islice(rows, size))
    while batch:
        yield batch
        batch = list(islice(rows, size))


def transactions() -> tuple[int, int]:
    """(oldest, newest): every transaction before `oldest` is over, what one beyond `newest` wrote cannot be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint,"
            " GREATEST(pg_snapshot_xmax(now)::text::bigint, pg_current_xact_id_if_assigned()::text::bigint)"
            " FROM pg_current_snapshot() AS now"
        )
        return cursor.fetchone()


KEPT: dict[tuple[int, str], Index] = {}


def index_of(version_pk: int, engine: Definition, side: str) -> Index:
    """This process's index of a side, up to date with what is committed; `forget` frees those of other versions."""
    index = KEPT.setdefault((version_pk, side), Index(version_pk, engine, side))
    try:
        index.follow()
    except BaseException:
        # Cut off in the middle, by the end of a task's time or of the memory, its arrays may not agree any more.
        KEPT.pop((version_pk, side), None)
        raise
    return index


def forget(but):
    """Free the indexes of every version whose number is not among `but`."""
    for key in [key for key in KEPT if key[0] not in but]:
        del KEPT[key]
