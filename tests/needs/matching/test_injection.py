"""What a text gains by stuffing: the effect is measured on the demonstration's pairs, in scores and in places."""

import json
from pathlib import Path
from statistics import mean

import pytest

from needs.matching.definition import LEXICAL, SEMANTIC, definition
from needs.matching.engine import compare, views_of
from tests.needs.matching.test_bands import DEMONSTRATION, NEED_FIELDS, SOLUTION_FIELDS

pytestmark = pytest.mark.slow
NEEDS = 6


def rows(family):
    found = [
        json.loads(path.read_text("utf-8")) for path in sorted(Path(DEMONSTRATION).glob(f"{family}_*.json"))
    ]
    return [row for rows in found for row in rows]


@pytest.fixture(scope="module")
def scene():
    """({key: text} of some needs, {key: text} of solutions, {need: its answer}, the words of all needs)."""
    expected = json.loads((DEMONSTRATION / "expected_pairs.json").read_text("utf-8"))
    needs = {row["key"]: "\n".join(row[name] for name in NEED_FIELDS) for row in rows("needs")}
    solutions = {row["key"]: "\n".join(row[name] for name in SOLUTION_FIELDS) for row in rows("solutions")}
    answered = {key: answers[0] for key, answers in sorted(expected.items()) if answers and key in needs}
    chosen = dict(list(answered.items())[:NEEDS])
    kept = dict(list(solutions.items())[:40]) | {key: solutions[key] for key in chosen.values()}
    return {key: needs[key] for key in chosen}, kept, chosen, words_of(needs)


@pytest.fixture(params=[LEXICAL, SEMANTIC])
def engine(request, settings, tmp_path_factory):
    settings.MATCHING_ENCODER = True
    settings.MATCHING_FOLDER = str(tmp_path_factory.getbasetemp().parent / "matching")
    return definition(request.param)


def words_of(needs):
    """What somebody would paste who wants to be found by everybody: the first words of every need."""
    return " ".join(" ".join(text.split()[:12]) for text in needs.values())


STUFFED = {
    "words of all needs": lambda text, words: f"{text}\n{words}",
    "words of all needs, ten times": lambda text, words: f"{text}\n{words * 10}",
    "its own text ten times": lambda text, _words: "\n".join([text] * 10),
    "hidden characters": lambda text, _words: "\u200b".join(text),
}


# Of six real answers, how many a stuffed sheet passes: words alone give way once (docs/matching.md).
BEATEN = {LEXICAL: 1, SEMANTIC: 0}


@pytest.mark.parametrize("trick", STUFFED)
def test_a_stuffed_sheet_takes_the_place_of_no_real_answer(engine, scene, trick):
    """The far sheet with the best hopes is stuffed: for each need, the real answer stays before it."""
    needs, solutions, answers, words = scene
    keys = list(solutions)
    views = dict(zip(keys, views_of(list(solutions.values()), engine), strict=True))
    gains, beaten = [], 0
    for need_key, view in zip(needs, views_of(list(needs.values()), engine), strict=True):
        others = [key for key in keys if key not in answers.values()]
        far = others[len(others) // 2]
        (stuffed,) = views_of([STUFFED[trick](solutions[far], words)], engine)
        before, after = compare(view, views[far], engine).score, compare(view, stuffed, engine).score
        gains.append(after - before)
        beaten += after >= compare(view, views[answers[need_key]], engine).score
    assert beaten <= BEATEN[engine.key]
    if trick == "its own text ten times":
        assert mean(gains) <= 0.05
    if trick == "hidden characters":
        assert mean(gains) <= 0.02
