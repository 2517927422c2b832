"""Compute, then tell: what the tasks call."""

from django.db import transaction

from needs.matching.messages import NeedMatched, SolutionMatched, SolutionsMatched
from needs.matching.refresh import refresh_need, refresh_solution, rules_at
from needs.messages import people_of_need
from needs.models import Match
from suppliers.permissions import readers_of


@transaction.atomic
def match_need(pk, at):
    """Refresh a need's matches; tell each company whose solution newly reaches the band « bonne », and the buyer."""
    fresh = worth_telling(refresh_need(pk, at), at)
    told = set()
    for match in fresh:
        if match.solution.company_id not in told:
            told.add(match.solution.company_id)
            NeedMatched(match).send_to(readers_of(match.solution))
    if fresh and fresh[0].need.buyer_id:
        need = fresh[0].need
        SolutionsMatched(need, len(fresh)).send_to(people_of_need(need))


@transaction.atomic
def match_solution(pk, at):
    """Refresh a solution's matches; tell the buyer of each need that it newly reaches."""
    for match in worth_telling(refresh_solution(pk, at), at):
        if match.need.buyer_id:
            SolutionMatched(match.need, match.solution).send_to(people_of_need(match.need))


def worth_telling(fresh, at):
    """Among new pairs, those of the two upper bands, best first, with the rows that messages name."""
    pairs = {(match.need_id, match.solution_id) for match in fresh if match.score >= rules_at(at).telling}
    needs, solutions = {need for need, _s in pairs}, {solution for _n, solution in pairs}
    rows = (
        Match.objects.filter(need__in=needs, solution__in=solutions)
        .with_both()
        .order_by("-score", "tie_break")
    )
    return [match for match in rows if (match.need_id, match.solution_id) in pairs]
