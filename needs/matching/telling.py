"""Compute, then tell: what the tasks call."""

from django.db import transaction
from django.utils import timezone

from needs.enums import EngineStatus
from needs.matching.bands import bands
from needs.matching.definition import definition
from needs.matching.knowledge import learn
from needs.matching.messages import NeedMatched, SolutionMatched, SolutionsMatched
from needs.matching.refresh import refresh_need, refresh_solution
from needs.messages import people_of_need
from needs.models import Match
from suppliers.permissions import readers_of


def match_need(pk, at, versions):
    """Refresh a need's matches; tell each company whose solution newly reaches the band « possible », and the buyer."""
    for version in versions:
        learn(version, definition(version.key), "need", [pk], at)
        with transaction.atomic():
            fresh = refresh_need(pk, at, version)
            if version.status == EngineStatus.SERVING:
                tell_of_need(worth_telling(fresh, at))


def tell_of_need(fresh):
    told = set()
    for match in fresh:
        if match.solution.company_id not in told:
            told.add(match.solution.company_id)
            NeedMatched(match).send_to(readers_of(match.solution))
    if fresh and fresh[0].need.buyer_id:
        need = fresh[0].need
        SolutionsMatched(need, len(fresh)).send_to(people_of_need(need))


def match_solution(pk, at, versions):
    """Refresh a solution's matches; tell the buyer of each need that it newly reaches."""
    for version in versions:
        learn(version, definition(version.key), "solution", [pk], at)
        with transaction.atomic():
            fresh = refresh_solution(pk, at, version)
            if version.status == EngineStatus.SERVING:
                for match in worth_telling(fresh, at):
                    if match.need.buyer_id:
                        SolutionMatched(match.need, match.solution).send_to(people_of_need(match.need))


def worth_telling(fresh, at):
    """Among new pairs, those of the two upper bands, best first, with the rows that messages name."""
    _strong, good, _review = bands(timezone.localdate(at))
    pairs = {(match.need_id, match.solution_id, match.engine) for match in fresh if match.score >= good.floor}
    needs, solutions = {need for need, _s, _e in pairs}, {solution for _n, solution, _e in pairs}
    rows = (
        Match.objects.filter(need__in=needs, solution__in=solutions)
        .with_both()
        .order_by("-score", "tie_break")
    )
    return [match for match in rows if (match.need_id, match.solution_id, match.engine) in pairs]
