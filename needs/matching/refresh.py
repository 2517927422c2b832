"""Keeping the stored matches true: one need against every solution, or one solution against every need.

A pair is stored when its score reaches the lowest band, whichever side was computed last: the buyer and the
company read the same row.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from grandest_portal.reference.cpv import common_level
from grandest_portal.reference.models import Parameter
from needs.matching import weights
from needs.matching.bands import bands
from needs.matching.engine import compare, tie_break, vector_of
from needs.models import Match, Need
from suppliers.models import Solution

STORED = [
    "score",
    "lexical",
    "semantic",
    "terms",
    "cpv_level",
    "cpv_code",
    "little_text",
    "tie_break",
    "engine",
]


@dataclass(frozen=True)
class Rules:
    """What is in force on the day of a computation."""

    table: weights.Weights
    floor: float
    telling: float
    minimum_stems: int
    at: object


def rules_at(at):
    on = timezone.localdate(at)
    _strong, good, review = bands(on)
    return Rules(
        weights.load(), review.floor, good.floor, int(Parameter.objects.value("minimum_stems", on)), at
    )


def need_text(need):
    return "\n".join([need.title, need.summary, need.current_situation, need.expected_result])


def solution_text(solution):
    return "\n".join(
        [solution.title, solution.problem_solved, solution.description, solution.novelty, solution.keywords]
    )


def closest_cpv(need_codes, solution_codes):
    """(level, code) of the deepest CPV code that two lists share; (0, "") when none. Shown, never scored."""
    shared = [common_level(one, other) for one in need_codes for other in solution_codes]
    found = [(int(each.level), each.code) for each in shared if each.level is not None]
    return max(found, default=(0, ""))


def match_of(need, need_vector, solution, rules):
    """The unsaved Match of a pair, or None below the floor."""
    result = compare(need_vector, vector_of(solution_text(solution), rules.table))
    if result.score < rules.floor:
        return None
    level, code = closest_cpv([c.pk for c in need.cpv.all()], [c.pk for c in solution.cpv.all()])
    return Match(
        need=need,
        solution=solution,
        score=result.score,
        lexical=result.lexical,
        terms=result.terms,
        cpv_level=level,
        cpv_code=code,
        little_text=result.stems < rules.minimum_stems,
        tie_break=tie_break(need.pk, solution.pk),
        engine=rules.table.engine,
        computed_at=rules.at,
    )


def store(matches, stale):
    """Write the pairs found, drop those of `stale` that are no more; returns the pairs that are new."""
    kept = [(match.need_id, match.solution_id) for match in matches]
    known = set(stale.values_list("need_id", "solution_id"))
    Match.objects.bulk_create(
        matches,
        update_conflicts=True,
        unique_fields=["need", "solution"],
        update_fields=[*STORED, "computed_at"],
        batch_size=500,
    )
    stale.filter(
        pk__in=[
            pk for pk, *pair in stale.values_list("pk", "need_id", "solution_id") if tuple(pair) not in kept
        ]
    ).delete()
    return [match for match in matches if (match.need_id, match.solution_id) not in known]


@transaction.atomic
def refresh_need(pk, at):
    """Compute the matches of a need again; a need not open to exchanges has none. Returns the new pairs."""
    mine = Match.objects.filter(need_id=pk)
    need = Need.objects.published().prefetch_related("cpv").filter(pk=pk).first()
    if need is None:
        mine.delete()
        return []
    rules = rules_at(at)
    vector = vector_of(need_text(need), rules.table)
    others = Solution.objects.published().prefetch_related("cpv").order_by("pk")
    found = (match_of(need, vector, solution, rules) for solution in others.iterator(chunk_size=500))
    return store([match for match in found if match], mine)


@transaction.atomic
def refresh_solution(pk, at):
    """As `refresh_need`, from the solution's side: the same function scores the same pair."""
    mine = Match.objects.filter(solution_id=pk)
    solution = Solution.objects.published().prefetch_related("cpv").filter(pk=pk).first()
    if solution is None:
        mine.delete()
        return []
    rules = rules_at(at)
    others = Need.objects.published().prefetch_related("cpv").order_by("pk")
    found = (
        match_of(need, vector_of(need_text(need), rules.table), solution, rules)
        for need in others.iterator(chunk_size=500)
    )
    return store([match for match in found if match], mine)
