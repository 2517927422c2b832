"""Keeping the stored matches true: one need against every solution, or one solution against every need.

A need keeps its nearest solutions, those whose score reaches the lowest band, `match_most` at most. Which ones does
not depend on the side that was computed last: the buyer and the company read the same row. What the engine knows of
the text is stored and committed first, what the others are is read afterwards: of two texts published at the same
moment, one sees the other.
"""

import sys
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from grandest_portal.core.jobs import enqueue
from grandest_portal.reference.cpv import common_level
from grandest_portal.reference.models import Parameter
from needs.matching.bands import bands
from needs.matching.definition import Definition, definition
from needs.matching.engine import closeness_of, compare, tie_break
from needs.matching.index import index_of
from needs.matching.knowledge import hash_of, learn, need_text, solution_text, view_of
from needs.matching.reasons import closest_sentences, missing_stems
from needs.models import EngineVersion, Match, Need, TextVector
from suppliers.models import Solution

STORED = [
    "score",
    "lexical",
    "semantic",
    "terms",
    "closest",
    "missing",
    "cpv_level",
    "cpv_code",
    "little_text",
    "tie_break",
    "need_hash",
    "solution_hash",
    "computed_at",
]
ALL = sys.maxsize
TEXTS = {"need": need_text, "solution": solution_text}
ROWS = {"need": Need, "solution": Solution}


@dataclass(frozen=True)
class Rules:
    """What is in force on the day of a computation, for one version of the engine."""

    version: EngineVersion
    engine: Definition
    floor: float
    minimum_stems: int
    most: int
    at: object


def rules_of(version, at):
    on, value = timezone.localdate(at), Parameter.objects.value
    return Rules(
        version,
        definition(version.key),
        bands(on)[-1].floor,
        int(value("minimum_stems", on)),
        int(value("match_most", on)),
        at,
    )


def closest_cpv(need_codes, solution_codes):
    """(level, code) of the deepest CPV code that two lists share; (0, "") when none. Shown, never scored."""
    shared = [common_level(one, other) for one in need_codes for other in solution_codes]
    found = [(int(each.level), each.code) for each in shared if each.level is not None]
    return max(found, default=(0, ""))


@dataclass(frozen=True)
class Text:
    """A public row with its text, and what the engine knows of it."""

    row: object
    text: str
    view: object


def read_texts(side, pks, rules):
    """[Text] of those of `pks` that are public and known as they read now, in the order of `pks`."""
    rows = {row.pk: row for row in ROWS[side].objects.published().filter(pk__in=pks).prefetch_related("cpv")}
    known = {
        getattr(row, f"{side}_id"): row
        for row in TextVector.objects.filter(engine=rules.version, **{f"{side}__in": list(rows)})
    }
    texts = {pk: TEXTS[side](row) for pk, row in rows.items()}
    current = [pk for pk in pks if pk in rows and pk in known and known[pk].text_hash == hash_of(texts[pk])]
    return [Text(rows[pk], texts[pk], view_of(texts[pk], known[pk], rules.engine)) for pk in current]


def match_of(need, solution, rules):
    """The unsaved Match of two Texts, or None below the floor."""
    result = compare(need.view, solution.view, rules.engine)
    if result.score < rules.floor:
        return None
    level, code = closest_cpv([c.pk for c in need.row.cpv.all()], [c.pk for c in solution.row.cpv.all()])
    closest = closest_sentences(need.view, solution.view)
    return Match(
        need=need.row,
        solution=solution.row,
        score=result.score,
        lexical=result.lexical,
        semantic=result.semantic,
        terms=result.terms,
        closest=closest,
        missing=missing_stems(need, solution, rules.engine.weights),
        cpv_level=level,
        cpv_code=code,
        little_text=result.stems < rules.minimum_stems,
        tie_break=tie_break(need.row.pk, solution.row.pk),
        need_hash=hash_of(need.text),
        solution_hash=hash_of(solution.text),
        engine=rules.engine.key,
        computed_at=rules.at,
    )


def others_of(side, view, rules, count):
    """[Text] of the other side, nearest first; what the database no longer holds is let go by the index."""
    other = "solution" if side == "need" else "need"
    index = index_of(rules.version.pk, rules.engine, other)
    floor, hidden = closeness_of(rules.floor, rules.engine), set()
    while True:
        pks = index.nearest(view, count, floor, hidden)
        found = read_texts(other, pks, rules)
        absent = set(pks) - {text.row.pk for text in found}
        if not absent:
            return found
        stored = TextVector.objects.filter(engine=rules.version, **{f"{other}__in": absent})
        known = set(stored.values_list(other, flat=True))
        hidden |= known
        for pk in absent - known:
            index.drop(pk)


def worst_kept(needs, solution, rules):
    """{need: its farthest match with another solution}, for those of `needs` that hold all they may."""
    full = full_needs(needs, rules.version.key, rules.most, but=solution)
    rows = Match.objects.filter(need__in=full, engine=rules.version.key).exclude(solution=solution)
    rows = rows.order_by("need", "score", "-tie_break").distinct("need")
    return {match.need_id: match for match in rows}


def full_needs(needs, key, count, *, but):
    """Those of `needs` that hold `count` matches or more with other solutions than `but`."""
    rows = Match.objects.filter(need__in=needs, engine=key).exclude(solution=but).order_by()
    held = rows.values("need").annotate(held=Count("pk")).filter(held__gte=count)
    return list(held.values_list("need", flat=True))


def store(matches, mine):
    """Write the pairs found, drop those of `mine` that are no more; returns the pairs that are new."""
    kept = {(match.need_id, match.solution_id) for match in matches}
    matches = sorted(matches, key=lambda match: (match.need_id, match.solution_id))
    known = {(need, solution): pk for pk, need, solution in mine.values_list("pk", "need_id", "solution_id")}
    Match.objects.bulk_create(
        matches,
        update_conflicts=True,
        unique_fields=["need", "solution", "engine"],
        update_fields=STORED,
        batch_size=500,
    )
    Match.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in kept]).delete()
    return [match for match in matches if (match.need_id, match.solution_id) not in known]


def best_first(match):
    return (-match.score, match.tie_break)


def refresh_need(pk, at, version):
    """Compute the matches of a need again; a need not open to exchanges has none. Returns the new pairs."""
    rules = rules_of(version, at)
    public = learn(version, rules.engine, "need", [pk], at)
    with transaction.atomic():
        mine = Match.objects.filter(need_id=pk, engine=version.key)
        needs = read_texts("need", [pk], rules)
        if not needs:
            # A text that changed meanwhile keeps its pairs until its own computation.
            return [] if public else store([], mine)
        others = others_of("need", needs[0].view, rules, rules.most)
        found = [match for match in (match_of(needs[0], other, rules) for other in others) if match]
        return store(sorted(found, key=best_first)[: rules.most], mine)


def refresh_solution(pk, at, version):
    """As `refresh_need`, from the solution's side: the same function scores the same pair.

    A need that holds all it may gives up its farthest pair for a nearer one; a full need that loses this solution is
    computed again.
    """
    rules = rules_of(version, at)
    public = learn(version, rules.engine, "solution", [pk], at)
    with transaction.atomic():
        mine = Match.objects.filter(solution_id=pk, engine=version.key)
        before = set(mine.values_list("need_id", flat=True))
        solutions = read_texts("solution", [pk], rules)
        if public and not solutions:
            return []
        others = others_of("solution", solutions[0].view, rules, ALL) if solutions else []
        found = [match for match in (match_of(other, solutions[0], rules) for other in others) if match]
        worst = worst_kept([match.need_id for match in found], pk, rules)
        kept = [m for m in found if m.need_id not in worst or best_first(m) < best_first(worst[m.need_id])]
        fresh = store(kept, mine)
        Match.objects.filter(pk__in=[worst[m.need_id].pk for m in kept if m.need_id in worst]).delete()
        lost = before - {match.need_id for match in kept}
        for need in full_needs(lost, version.key, rules.most - 1, but=pk):
            enqueue("needs.match_need", need, key=str(need))
        return fresh
