"""What an engine version knows of each public text, stored: PostgreSQL is the source of truth of every vector."""

import hashlib

import numpy as np
from django.utils import timezone

from needs.matching.engine import STORED, View, vector_of, views_of
from needs.models import Need, TextVector
from suppliers.models import Solution

STEM, WEIGHT = np.dtype("<u4"), np.dtype("<f4")
# A text that goes on changing while it is read waits for its own job.
MOST_TIMES = 5


def need_text(need):
    return "\n".join([need.title, need.summary, need.current_situation, need.expected_result])


def solution_text(solution):
    return "\n".join(
        [solution.title, solution.problem_solved, solution.description, solution.novelty, solution.keywords]
    )


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def stem_number(stem):
    """Four bytes of the SHA-256 of a stem, as an unsigned integer: the index counts with numbers."""
    return int.from_bytes(hashlib.sha256(stem.encode()).digest()[:4], "little")


def packed(vector):
    """(stems, weights) of a text as bytes: numbers in rising order, weights of a vector of length 1."""
    numbers = np.array([stem_number(stem) for stem in vector.weights], STEM)
    weights = np.array(list(vector.weights.values()), np.float64) / (vector.norm or 1.0)
    order = np.argsort(numbers, kind="stable")
    return numbers[order].tobytes(), weights[order].astype(WEIGHT).tobytes()


def row_of(version, side, pk, text, view, at):
    stems, weights = packed(view.words)
    meaning = [
        b"" if part is None else part.astype(STORED).tobytes() for part in (view.meaning, view.sentences)
    ]
    return TextVector(
        engine=version,
        text_hash=hash_of(text),
        vector=meaning[0],
        sentences=meaning[1],
        stems=stems,
        weights=weights,
        changed_at=at,
        **{f"{side}_id": pk},
    )


def public_texts(side, pks):
    """{pk: text} of the texts of a side that are compared now, among `pks`."""
    rows = {"need": Need, "solution": Solution}[side].objects.published().filter(pk__in=pks)
    read = {"need": need_text, "solution": solution_text}[side]
    return {row.pk: read(row) for row in rows}


def learn(version, engine, side, pks, at=None):
    """Store what the version knows of these texts, where they changed; forget those that are no longer public.

    Returns {pk: text} of the public ones. A row that changes is written anew, so that its `written_by` says when.
    What was written is read again: the encoder takes seconds, and a text that changed meanwhile, known already to
    whoever computed that change, must not be lost under the one before.
    """
    mine = TextVector.objects.filter(engine=version, **{f"{side}__in": pks})
    for _time in range(MOST_TIMES):
        texts = public_texts(side, pks)
        known = dict(mine.values_list(side, "text_hash"))
        if known.keys() - texts.keys():
            mine.exclude(**{f"{side}__in": list(texts)}).delete()
        stale = [pk for pk, text in texts.items() if known.get(pk) != hash_of(text)]
        if not stale:
            break
        views = views_of([texts[pk] for pk in stale], engine, sentences=True)
        moment = at or timezone.now()
        rows = [
            row_of(version, side, pk, texts[pk], view, moment) for pk, view in zip(stale, views, strict=True)
        ]
        replace(version, side, stale, rows)
    return texts


def replace(version, side, pks, rows):
    TextVector.objects.filter(engine=version, **{f"{side}__in": pks}).delete()
    TextVector.objects.bulk_create(rows, ignore_conflicts=True)


def view_of(text, row, engine):
    """The View of a text from its stored row: its words from the text itself, its meaning from the row."""
    words = vector_of(text, engine.weights)
    if not engine.semantic:
        return View(words)
    vector = np.frombuffer(row.vector, STORED)
    return View(words, vector, np.frombuffer(row.sentences, STORED).reshape(-1, len(vector)))
