"""Judgements change no score and no order, of anybody: given, turned round or moved to other pairs, all stays."""

import pytest

from needs.models import Judgement, Match
from tests.factories import NeedFactory, SolutionFactory
from tests.needs.judgements.conftest import logged_in
from tests.needs.matching.engines import refresh_need, refresh_solution

NOVELTIES = ["fuite d'eau", "fuite d'eau dans les écoles", "eau", "compteurs d'eau relevés la nuit"]


@pytest.fixture
def scene(pair):
    """Two needs before five solutions, all of them matched."""
    for novelty in NOVELTIES:
        SolutionFactory(published=True, novelty=novelty)
    other = NeedFactory(published=True, summary="Les fuites d'eau ne se voient pas la nuit.")
    compute(pair.need, other)
    return pair, other


def compute(*needs):
    for need in needs:
        refresh_need(need.pk)
        for pk in list(Match.objects.filter(need=need).order_by("pk").values_list("solution", flat=True)):
            refresh_solution(pk)


def state(pair, other):
    """Every stored score in its order, and the order of the buyer's list as it is shown."""
    page = logged_in(pair.buyer).get(f"/besoins/{pair.need.pk}/correspondances/")
    shown = [match.solution_id for match in page.context["page_obj"].object_list]
    stored = [
        list(Match.objects.of_need(need).values_list("solution", "score", "lexical", "tie_break", "terms"))
        for need in (pair.need, other)
    ]
    return stored, shown


def judge_all(pair, turn):
    """The buyer and the company say something of every pair that they see; `turn` moves the answers round."""
    for index, match in enumerate(Match.objects.of_need(pair.need).select_related("solution")):
        relevant = (index + turn) % 2 == 0
        key = "repond_au_besoin" if relevant else "autre_sujet"
        pair.solution = match.solution
        pair.judge(relevant=relevant, reason_key=key)


@pytest.mark.parametrize("turn", [0, 1])
def test_judgements_change_neither_scores_nor_order(scene, turn):
    pair, other = scene
    before = state(pair, other)
    judge_all(pair, turn)
    compute(pair.need, other)
    assert state(pair, other) == before
    assert Judgement.objects.current().count() == len(before[1]) >= 4


def test_moved_to_other_pairs_and_turned_round_nothing_moves(scene):
    pair, other = scene
    before = state(pair, other)
    judge_all(pair, 0)
    rows = list(Judgement.objects.order_by("pk"))
    answers = [(row.relevant, row.score, row.band) for row in rows]
    for row, (relevant, score, band) in zip(rows, answers[1:] + answers[:1], strict=True):
        Judgement.objects.filter(pk=row.pk).update(relevant=not relevant, score=1 - score, band=band)
    compute(pair.need, other)
    assert state(pair, other) == before


def test_another_text_does_change_them(scene):
    """The control: were everything constant, the tests above would prove nothing."""
    pair, other = scene
    before = state(pair, other)
    type(pair.solution).objects.filter(pk=before[1][0]).update(
        problem_solved="Orgue.", description="Partition."
    )
    compute(pair.need, other)
    assert state(pair, other) != before
