"""What the bands promise, measured on the pairs that the demonstration's authors wrote as answers."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from needs.matching.bands import band_of, bands
from needs.matching.definition import SEMANTIC, definition
from needs.matching.engine import compare, views_of
from needs.matching.figures import figures_of
from tests.needs.matching.engines import WORDS

DEMONSTRATION = Path(__file__).parents[3] / "grandest_portal" / "demo" / "data"
NEED_FIELDS = ["title", "summary", "current_situation", "expected_result"]
SOLUTION_FIELDS = ["title", "problem_solved", "description", "novelty"]


def texts_of(family, fields):
    rows = [
        row
        for path in sorted(DEMONSTRATION.glob(f"{family}_*.json"))
        for row in json.loads(path.read_text("utf-8"))
    ]
    return {
        row["key"]: "\n".join([*(row[f] for f in fields), ", ".join(row.get("keywords", []))]) for row in rows
    }


def judged_by(engine):
    """[(score, True when the solution was written as an answer)] for all 5 670 pairs."""
    expected = json.loads((DEMONSTRATION / "expected_pairs.json").read_text("utf-8"))
    sides = [texts_of("needs", NEED_FIELDS), texts_of("solutions", SOLUTION_FIELDS)]
    needs, solutions = (
        dict(zip(texts, views_of(list(texts.values()), engine), strict=True)) for texts in sides
    )
    return [
        (compare(need, solution, engine).score, solution_key in expected.get(need_key, []))
        for need_key, need in needs.items()
        for solution_key, solution in solutions.items()
    ]


@pytest.fixture(scope="module")
def judged():
    return judged_by(WORDS)


@pytest.mark.parametrize(
    ("floor", "ceiling", "pairs", "answers"), [(0.8, 1.1, 64, 60), (0.6, 0.8, 45, 31), (0.45, 0.6, 98, 12)]
)
def test_bands_hold_the_documented_share_of_answers(judged, floor, ceiling, pairs, answers):
    """The table of docs/matching.md: a change of engine, weights or texts must say its new figures there."""
    band = [answer for score, answer in judged if floor <= score < ceiling]
    assert (len(band), sum(band)) == (pairs, answers)


@pytest.mark.slow
def test_bands_of_the_version_with_meaning_hold_the_published_share(settings, tmp_path_factory):
    """What `figures.json` says to the public is what the engine does."""
    settings.MATCHING_ENCODER = True
    settings.MATCHING_FOLDER = str(tmp_path_factory.getbasetemp().parent / "matching")
    engine = definition(SEMANTIC)
    found = judged_by(engine)
    for (floor, ceiling), counts in zip(
        [(0.8, 1.1), (0.6, 0.8), (0.45, 0.6)], figures_of(SEMANTIC).bands.values(), strict=True
    ):
        band = [answer for score, answer in found if floor <= score < ceiling]
        assert len(band) == pytest.approx(counts[0], abs=3) and sum(band) == pytest.approx(counts[1], abs=3)


def test_published_bands_are_those_of_the_documents():
    assert list(figures_of("lexical-1").bands.values()) == [(64, 60), (45, 31), (98, 12)]


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
