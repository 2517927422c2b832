"""Stored matches: the same row whichever side was computed, gone when a side is no longer public."""

import pytest
from django.utils import timezone

from grandest_portal.notifications.models import Notification
from needs.enums import NeedStatus
from needs.matching import telling
from needs.models import Match, Need
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import MembershipFactory, NeedFactory, SolutionFactory
from tests.needs.matching.engines import learnt, refresh_need, refresh_solution

pytestmark = pytest.mark.usefixtures("dated_data")

FAR = {
    "title": "Orgue",
    "problem_solved": "Partitions anciennes.",
    "description": "Numérisation.",
    "novelty": "",
}


def rows():
    names = [
        "need",
        "solution",
        "score",
        "lexical",
        "terms",
        "cpv_level",
        "little_text",
        "tie_break",
        "engine",
    ]
    return sorted(map(str, Match.objects.values_list(*names)))


def pair():
    return NeedFactory(published=True), SolutionFactory(published=True)


def test_both_directions_store_the_same_rows():
    needs = [NeedFactory(published=True) for _ in range(2)]
    solutions = [
        SolutionFactory(published=True),
        SolutionFactory(published=True),
        SolutionFactory(published=True, **FAR),
    ]
    for need in needs:
        refresh_need(need.pk, timezone.now())
    from_needs = rows()
    Match.objects.all().delete()
    for solution in solutions:
        refresh_solution(solution.pk, timezone.now())
    assert rows() == from_needs != []


def test_far_pair_is_not_stored():
    need, far = NeedFactory(published=True), SolutionFactory(published=True, **FAR)
    refresh_need(need.pk, timezone.now())
    assert not Match.objects.filter(solution=far).exists()


def test_computing_again_changes_nothing_and_tells_of_nothing_new():
    need, _solution = pair()
    assert len(refresh_need(need.pk, timezone.now())) == 1
    before = rows()
    assert refresh_need(need.pk, timezone.now()) == []
    assert rows() == before


@pytest.mark.parametrize("status", [NeedStatus.CLOSED, NeedStatus.ABANDONED])
def test_need_that_leaves_the_exchanges_loses_its_matches(status):
    need, _solution = pair()
    refresh_need(need.pk, timezone.now())
    Need.objects.filter(pk=need.pk).update(status=status)
    refresh_need(need.pk, timezone.now())
    assert rows() == []


def test_archived_solution_loses_its_matches():
    _need, solution = pair()
    refresh_solution(solution.pk, timezone.now())
    Solution.objects.filter(pk=solution.pk).update(status=SolutionStatus.ARCHIVED)
    refresh_solution(solution.pk, timezone.now())
    assert rows() == []


def test_unpublished_sides_are_never_compared():
    need = NeedFactory(published=True)
    SolutionFactory(submitted=True)
    NeedFactory(submitted=True)
    refresh_need(need.pk, timezone.now())
    assert rows() == []


def test_new_match_tells_each_company_once_and_the_buyer():
    need, solution = pair()
    SolutionFactory(published=True, company=solution.company)
    company_person = MembershipFactory(organisation=solution.company.organisation).user
    buyer_person = MembershipFactory(organisation=need.buyer.organisation).user
    telling.match_need(need.pk, timezone.now(), [learnt()])
    telling.match_need(need.pk, timezone.now(), [learnt()])
    assert sorted(Notification.objects.values_list("user", "kind")) == sorted(
        [(company_person.pk, "needs.need_matched"), (buyer_person.pk, "needs.solutions_matched")]
    )


def test_new_solution_tells_the_buyer():
    need, solution = pair()
    person = MembershipFactory(organisation=need.buyer.organisation).user
    telling.match_solution(solution.pk, timezone.now(), [learnt()])
    assert list(Notification.objects.values_list("user", "kind")) == [(person.pk, "needs.solution_matched")]


def test_person_whose_membership_waits_is_told_nothing():
    need, solution = pair()
    for organisation in (need.buyer.organisation, solution.company.organisation):
        MembershipFactory(organisation=organisation, waiting=True)
    telling.match_need(need.pk, timezone.now(), [learnt()])
    assert Notification.objects.count() == 0
