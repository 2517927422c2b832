"""The index in memory follows the stored vectors, and proposes what the exact comparison would choose.

The control of the race of two publications stands in TestTogether, below.
"""

import threading

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone

from needs.actions import ensure_engine
from needs.matching.engine import SCALE, compare
from needs.matching.index import KEPT, Index, index_of
from needs.matching.knowledge import learn, public_texts
from needs.matching.refresh import refresh_need as refresh
from needs.matching.refresh import refresh_solution
from needs.models import Match, TextVector
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import NeedFactory, SolutionFactory
from tests.needs.matching.engines import WORDS, learnt, refresh_need, view

pytestmark = pytest.mark.usefixtures("dated_data")

WORD_LISTS = ["fuite eau école", "eau potable compteur", "rue éclairage nuit", "fuite gaz alerte", "orgue"]


@pytest.fixture
def version(db):
    for words in WORD_LISTS:
        SolutionFactory(published=True, title=words, problem_solved=words, description="", novelty="")
    return learnt()


@pytest.fixture
def index(version):
    return index_of(version.pk, WORDS, "solution")


NEED = view("Réduire les fuites d'eau des écoles la nuit")


def exact(version, pk):
    return compare(NEED, view(public_texts("solution", [pk])[pk]), WORDS).lexical


def test_closeness_is_that_of_the_exact_comparison(index):
    for made_again in (False, True):
        if made_again:
            index.lists = type(index.lists)(index.parts)
        found = index.closeness(NEED)
        for place, pk in enumerate(index.pks):
            result = compare(NEED, view(public_texts("solution", [pk])[pk]), WORDS)
            assert found[place] == pytest.approx(
                SCALE * result.lexical * result.stems / (result.stems + 10), abs=1e-5
            )


def test_nearest_come_first_and_stop_at_the_floor(index, version):
    everything = index.nearest(NEED, 10)
    scores = [exact(version, pk) for pk in everything]
    assert len(everything) == 5 and scores == sorted(scores, reverse=True) and scores[0] > 0
    assert index.nearest(NEED, 2) == everything[:2]
    assert index.nearest(NEED, 10, 0.01) == [
        pk for pk, score in zip(everything, scores, strict=True) if score
    ]
    assert index.nearest(NEED, 10, hidden={everything[0]}) == everything[1:]


def test_equals_that_the_index_cannot_tell_apart_are_all_proposed(version):
    for _each in range(3):
        SolutionFactory(published=True, title="fuite", problem_solved="", description="", novelty="")
    index = index_of(learnt().pk, WORDS, "solution")
    nearest = index.nearest(view("fuite"), 1)
    assert len(nearest) == 3


def test_a_text_that_changes_takes_a_new_place(index, version):
    (changed,) = index.nearest(view("orgue"), 1)
    Solution.objects.filter(pk=changed).update(title="piano", problem_solved="piano")
    assert index_of(learnt().pk, WORDS, "solution") is index
    assert index.nearest(view("orgue"), 1, 0.01) == []
    assert index.nearest(view("piano"), 1, 0.01) == [changed]
    assert len(index) == 5


def test_a_text_that_is_public_no_more_is_never_stored(version):
    need = NeedFactory(published=True)
    refresh_need(need.pk)
    before = Match.objects.of_need(need).count()
    gone = Match.objects.of_need(need).first().solution_id
    # Its own job has not run yet: the index still proposes it.
    Solution.objects.filter(pk=gone).update(status=SolutionStatus.ARCHIVED)
    refresh(need.pk, timezone.now(), version)
    assert Match.objects.of_need(need).count() == before - 1
    Solution.objects.filter(pk=gone).update(status=SolutionStatus.PUBLISHED)
    refresh(need.pk, timezone.now(), version)
    assert Match.objects.of_need(need).count() == before


def test_what_the_database_lost_leaves_the_index(index, version):
    need = NeedFactory(published=True)
    refresh_need(need.pk)
    lost = Match.objects.of_need(need).first().solution_id
    Solution.objects.filter(pk=lost).delete()
    refresh(need.pk, timezone.now(), version)
    assert lost not in index.places


def test_many_texts_are_listed_anew(monkeypatch, version):
    monkeypatch.setattr("needs.matching.index.MOST_RECENT", 2)
    index = Index(version.pk, WORDS, "solution")
    index.follow()
    assert index.lists.length == 5
    assert len(index.nearest(view("eau fuite"), 10, 0.01)) == 3


def test_an_index_of_another_version_is_freed(version):
    index_of(version.pk, WORDS, "solution")
    assert (version.pk, "solution") in KEPT


@pytest.mark.django_db(transaction=True, serialized_rollback=False)
class TestTogether:
    """Two texts published at the same moment, each computed by its own worker."""

    def publish(self, both, side, pk, version, *, committed_first):
        """Learn, then compare; the control keeps both in one transaction, as if nothing were committed first."""

        def work():
            try:
                if committed_first:
                    learn(version, WORDS, side, [pk])
                    both.wait(20)
                    self.compare(side, pk, version)
                else:
                    with transaction.atomic():
                        learn(version, WORDS, side, [pk])
                        both.wait(20)
                        self.compare(side, pk, version)
                        both.wait(20)
            finally:
                connection.close()

        return threading.Thread(target=work)

    def compare(self, side, pk, version):
        {"need": refresh, "solution": refresh_solution}[side](pk, timezone.now(), version)

    def test_one_of_them_sees_the_other(self, dated_data):
        assert self.pairs_found(committed_first=True) == 1

    def test_control_in_one_transaction_neither_sees_the_other(self, dated_data):
        assert self.pairs_found(committed_first=False) == 0

    def pairs_found(self, *, committed_first):
        KEPT.clear()
        version, both = ensure_engine(timezone.now()), threading.Barrier(2)
        need, solution = NeedFactory(published=True), SolutionFactory(published=True)
        workers = [
            self.publish(both, side, pk, version, committed_first=committed_first)
            for side, pk in [("need", need.pk), ("solution", solution.pk)]
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert TextVector.objects.count() == 2
        return Match.objects.count()


def test_float32_is_close_enough_for_the_margin():
    """The index may differ from the exact closeness by less than what it keeps beyond the last one."""
    vector = np.full(384, 1 / np.sqrt(384), np.float32)
    assert abs(float(vector @ vector) - 1) < 1e-5


class OutOfTime(BaseException):
    """As the end of a task's time, which comes anywhere."""


@pytest.fixture
def cut_off(index, version, monkeypatch):
    """A text came, and the index was cut off after it was placed, before its arrays grew."""
    fresh = SolutionFactory(
        published=True, title="fuite eau école nuit", problem_solved="fuite eau école nuit"
    )
    learn(version, WORDS, "solution", [fresh.pk])

    def failing(*_arrays):
        raise OutOfTime

    monkeypatch.setattr("needs.matching.index.np.concatenate", failing)
    return fresh


def test_an_index_that_was_cut_off_is_made_again(index, version, cut_off, monkeypatch):
    with pytest.raises(OutOfTime):
        index_of(version.pk, WORDS, "solution")
    monkeypatch.undo()
    assert cut_off.pk in index_of(version.pk, WORDS, "solution").nearest(NEED, 6)


def test_control_an_index_that_was_cut_off_does_not_agree_with_itself(index, cut_off, monkeypatch):
    with pytest.raises(OutOfTime):
        index.follow()
    monkeypatch.undo()
    index.follow()
    with pytest.raises((ValueError, IndexError)):
        index.nearest(NEED, 6)
