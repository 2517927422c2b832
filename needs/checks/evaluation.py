"""How often the rules speak on real titles, and how often rightly: what `manage.py evaluate_checks` prints."""

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from needs.checks.draft import Draft
from needs.checks.rules import ON_TITLES, RULES

COLUMNS = ("title", "objet", "titre")
REAL, FALSE = "real", "false"


class TitlesError(ValueError):
    """The file does not hold titles as expected; the sentence says what is missing."""


@dataclass
class Score:
    """What one rule did: titles where it spoke, rightly or wrongly where somebody labelled them, and its misses."""

    code: str
    hits: int = 0
    real: int = 0
    false: int = 0
    missed: int = 0
    softened: int = 0
    examples: list = field(default_factory=list)


def read_titles(path):
    """[(title, labels)] of a CSV (comma or semicolon) or JSON lines file; labels are {} where it has none."""
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    lines = (
        [json.loads(line) for line in text.splitlines() if line.strip()] if is_json(path) else rows_of(text)
    )
    column = next((name for name in COLUMNS if lines and name in lines[0]), None)
    if column is None:
        raise TitlesError(f"aucune colonne {', '.join(COLUMNS)}")
    return [(str(line[column] or ""), line.get("labels") or {}) for line in lines]


def is_json(path):
    return Path(path).suffix in {".jsonl", ".json"}


def rows_of(text):
    head = text.partition("\n")[0]
    return list(
        csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    )


def evaluate_titles(titles, settings):
    """[Score] of the rules that read a sentence, on [(title, labels)], each different title once."""
    scores = {code: Score(code) for code in ON_TITLES if code in settings}
    for title, labels in dict(titles).items():
        draft = Draft(texts={"title": title}, on=date.today())
        for code, score in scores.items():
            count(score, list(RULES[code](draft, settings)), labels.get(code), draft)
    return list(scores.values())


def count(score, hits, label, draft):
    if not hits:
        score.missed += label == REAL
        return
    score.hits += 1
    score.real += label == REAL
    score.false += label == FALSE
    score.softened += all(hit.severity for hit in hits)
    score.examples.append((hits[0].excerpt(draft), draft.texts["title"]))
