"""Ranking a folder of texts with the portal's own engine, and measuring the ranking against judged pairs.

A folder in BEIR layout: `corpus.jsonl` and `queries.jsonl` ({"_id", "text"} and an optional "title" per line),
`qrels/test.tsv` (query-id, corpus-id, score, with or without a heading). Nothing of it is stored.
"""

import json
import math
import random
import re
from dataclasses import dataclass
from pathlib import Path

from needs.matching.definition import definition, newest
from needs.matching.encoder import is_installed
from needs.matching.engine import compare, pair_hash, views_of

DEPTH = 10
ENGINE_HELP = (
    "version du moteur, par exemple lexical-1 (sans cette option : celle que cette machine peut servir)"
)
ROUNDS, SEED = 1000, 2027
GRADE = re.compile(r"[+-]?[0-9]{1,4}")


class UnreadableFolder(Exception):
    """What is wrong with a folder, or with the version that is asked for, in a French sentence."""


def engine_named(key=""):
    """The Definition of a version, the newest one by default; UnreadableFolder says in French what is missing."""
    try:
        engine = definition(key or newest())
    except FileNotFoundError:
        raise UnreadableFolder(f"Il n'y a pas de version « {key} » du moteur.") from None
    if engine.semantic and not is_installed():
        raise UnreadableFolder(
            f"La version « {engine.key} » demande le modèle de phrases, qui n'est pas installé ici."
        )
    return engine


@dataclass(frozen=True)
class Folder:
    """`queries` and `corpus` are {id: text}; `judged` is {query id: {corpus id: grade}}."""

    queries: dict[str, str]
    corpus: dict[str, str]
    judged: dict[str, dict[str, int]]


def lines_of(path, shown):
    """The lines of a file in UTF-8, ended by \\n or \\r\\n; other separators may stand inside a text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UnreadableFolder(f"Il manque {shown} dans ce dossier.") from None
    except OSError as error:
        raise UnreadableFolder(f"{shown} ne se lit pas : {error.strerror}.") from None
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise UnreadableFolder(f"{shown}, ligne {number} : ce fichier doit être en UTF-8.") from None
    return text.replace("\r\n", "\n").split("\n")


def texts_of(path):
    """{id: title and text} of a JSONL file."""
    texts = {}
    for number, line in enumerate(lines_of(path, path.name), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key, text = str(row["_id"]), "\n".join(filter(None, [row.get("title"), row["text"]]))
            f"{key}{text}".encode()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UnreadableFolder(
                f"{path.name}, ligne {number} : un objet JSON avec « _id » et « text » est attendu."
            ) from None
        if not key or key.split() != [key]:
            raise UnreadableFolder(f"{path.name}, ligne {number} : « _id » est vide ou contient une espace.")
        if key in texts:
            raise UnreadableFolder(f"{path.name}, ligne {number} : « {key} » y est déjà.")
        texts[key] = text
    if not texts:
        raise UnreadableFolder(f"{path.name} ne contient aucun texte.")
    return texts


def judgements_of(path):
    """{query id: {corpus id: grade}} of the judged pairs whose grade is above 0."""
    judged, seen, shown = {}, set(), f"qrels/{path.name}"
    for number, line in enumerate(lines_of(path, shown), start=1):
        row = line.split("\t")
        if number == 1 and (len(row) < 3 or not is_grade(row[2])):
            continue
        if not line.strip():
            continue
        if len(row) != 3 or not is_grade(row[2]):
            raise UnreadableFolder(
                f"{shown}, ligne {number} : trois colonnes sont attendues, la dernière un nombre entier."
            )
        query, document, grade = row[0], row[1], int(row[2])
        if (query, document) in seen:
            raise UnreadableFolder(f"{shown}, ligne {number} : cette paire y est déjà.")
        seen.add((query, document))
        if grade > 0:
            judged.setdefault(query, {})[document] = grade
    return judged


def is_grade(text):
    return GRADE.fullmatch(text.strip()) is not None


def read_folder(path, *, with_judgements=True):
    path = Path(path)
    if not path.is_dir():
        raise UnreadableFolder(f"Ce dossier n'existe pas : {path}")
    judged = judgements_of(path / "qrels" / "test.tsv") if with_judgements else {}
    return Folder(texts_of(path / "queries.jsonl"), texts_of(path / "corpus.jsonl"), judged)


def rankings(folder, engine, *, depth=100):
    """Yield (query id, [(corpus id, score)]) for each query: best first, ties by the published rule."""
    corpus = dict(zip(folder.corpus, views_of(list(folder.corpus.values()), engine), strict=True))
    queries = views_of(list(folder.queries.values()), engine)
    for query, view in zip(folder.queries, queries, strict=True):
        scored = ((key, compare(view, other, engine).score) for key, other in corpus.items())
        ordered = sorted(scored, key=lambda pair: (-pair[1], pair_hash(query, pair[0])))
        yield query, ordered[:depth]


def measures(ranked, grades):
    """(nDCG@10, recall@10, reciprocal rank) of one ranking against {corpus id: grade}, linear gains."""
    gains = [grades.get(key, 0) for key, _score in ranked]
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    best = sum(gain / math.log2(place + 2) for place, gain in enumerate(ideal))
    found = sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:DEPTH]))
    first = next((place for place, gain in enumerate(gains, start=1) if gain), None)
    recall = sum(gain > 0 for gain in gains[:DEPTH]) / len(grades)
    return found / best, recall, 1 / first if first else 0.0


def interval(values, *, rounds=ROUNDS, seed=SEED):
    """(mean, low, high): 95 % of the means of as many values drawn again, `rounds` times."""
    drawn, size = random.Random(seed), len(values)  # noqa: S311 - a reproducible draw, no secret
    means = sorted(math.fsum(drawn.choices(values, k=size)) / size for _round in range(rounds))
    return math.fsum(values) / size, means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1]
