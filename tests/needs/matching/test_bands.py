"""What the bands promise, measured on the pairs that the demonstration's authors wrote as answers."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from needs.matching.bands import band_of, bands
from needs.matching.engine import compare
from tests.needs.matching.engines import WORDS, view

DEMONSTRATION = Path(__file__).parents[3] / "grandest_portal" / "demo" / "data"
NEED_FIELDS = ["title", "summary", "current_situation", "expected_result"]
SOLUTION_FIELDS = ["title", "problem_solved", "description", "novelty"]


def vectors(family, fields):
    rows = [
        row
        for path in sorted(DEMONSTRATION.glob(f"{family}_*.json"))
        for row in json.loads(path.read_text("utf-8"))
    ]
    texts = {
        row["key"]: "\n".join([*(row[f] for f in fields), ", ".join(row.get("keywords", []))]) for row in rows
    }
    return {key: view(text) for key, text in texts.items()}


@pytest.fixture(scope="module")
def judged():
    """[(score, True when the solution was written as an answer)] for all 5 670 pairs."""
    expected = json.loads((DEMONSTRATION / "expected_pairs.json").read_text("utf-8"))
    needs, solutions = vectors("needs", NEED_FIELDS), vectors("solutions", SOLUTION_FIELDS)
    return [
        (compare(need, solution, WORDS).score, solution_key in expected.get(need_key, []))
        for need_key, need in needs.items()
        for solution_key, solution in solutions.items()
    ]


@pytest.mark.parametrize(
    ("floor", "ceiling", "pairs", "answers"), [(0.8, 1.1, 64, 60), (0.6, 0.8, 45, 31), (0.45, 0.6, 98, 12)]
)
def test_bands_hold_the_documented_share_of_answers(judged, floor, ceiling, pairs, answers):
    """The table of docs/matching.md: a change of engine, weights or texts must say its new figures there."""
    band = [answer for score, answer in judged if floor <= score < ceiling]
    assert (len(band), sum(band)) == (pairs, answers)


def test_most_answers_are_shown(judged):
    answers = [score for score, answer in judged if answer]
    assert sum(score >= 0.45 for score in answers) / len(answers) >= 0.95


def test_bands_are_ordered_and_name_each_score(dated_data):
    ordered = bands(timezone.localdate())
    assert [band_of(score, ordered).key for score in [1.0, 0.8, 0.79, 0.6, 0.45, 0.1]] == [
        "strong",
        "strong",
        "good",
        "good",
        "review",
        "review",
    ]
