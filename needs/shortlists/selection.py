"""Who is in and who stays outside, read from the stored matches alone.

What may sort is listed in `Choice`: the band, the maturity, the CPV code in common, words, languages. Neither a place,
a size, an age nor a name of a company can be asked for: there is nothing to ask with.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from grandest_portal.core.audit import canonical
from grandest_portal.core.stems import stems_of
from grandest_portal.reference.enums import CPVLevel
from needs.matching.bands import band_of, bands
from needs.matching.knowledge import solution_text
from needs.models import EngineVersion, Match


@dataclass(frozen=True)
class Choice:
    """The filters that a buyer may use; an empty one leaves everybody in."""

    band: str = ""
    trl: int | None = None
    cpv_level: int | None = None
    words: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One stored match with its rank among all, and the reasons why it stays outside (none: it is kept)."""

    rank: int
    match: Match
    band: Any
    reasons: tuple[str, ...] = ()

    @property
    def kept(self):
        return not self.reasons

    @property
    def reason(self):
        return "\u00a0; ".join(self.reasons)


@dataclass(frozen=True)
class Selection:
    choice: Choice
    engine: str
    limits: dict
    rows: list[Row] = field(default_factory=list)

    @property
    def kept(self):
        return [row for row in self.rows if row.kept]

    @property
    def left_out(self):
        return [row for row in self.rows if not row.kept]

    def mark(self):
        """A short mark of what a person had on screen; the reasons that they write themselves are no part of it."""
        seen = [
            [row.match.solution_id, row.match.score, row.match.solution_hash, row.reason] for row in self.rows
        ]
        whole = canonical([self.engine, self.limits, filters_of(self.choice, self.limits), seen])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def filters_of(choice, limits):
    """The filters as they are kept: what was asked, and the score behind the name of the band."""
    return {
        "band": choice.band,
        "floor": limits.get(choice.band, min(limits.values())),
        "trl": choice.trl,
        "cpv_level": choice.cpv_level,
        "words": choice.words,
        "languages": list(choice.languages),
        "bands": limits,
    }


def serving_key():
    """The key of the version of the engine that serves; "" before the first one."""
    version = EngineVersion.objects.serving()
    return version.key if version else ""


def stored_matches(need, engine):
    """The matches of an open need by one version of the engine, in the published order. Places are not even read.

    Solutions and companies are fetched by their keys afterwards: one join of all would be at the mercy of what the
    planner believes of tables that have just grown.
    """
    rows = Match.objects.of_need(need).live().filter(engine=engine)
    return rows.prefetch_related("solution__company__organisation")


def select(need, engine, choice, on):
    """The Selection that `choice` makes on the date `on`."""
    ordered = bands(on)
    limits = {band.key: band.floor for band in ordered}
    wanted, rows = list(dict.fromkeys(stems_of(choice.words))), []
    for rank, match in enumerate(stored_matches(need, engine), start=1):
        reasons = tuple(reasons_of(match, choice, ordered, wanted))
        rows.append(Row(rank, match, band_of(match.score, ordered), reasons))
    return Selection(choice, engine, limits, rows)


def reasons_of(match, choice, ordered, wanted):
    """Why a match stays outside, each reason as a short sentence without its stop."""
    solution = match.solution
    floor = next((band for band in ordered if band.key == choice.band), None)
    if floor is not None and match.score < floor.floor:
        yield _("en dessous du niveau choisi (%(band)s)") % {"band": str(floor.label).lower()}
    if choice.trl and (solution.trl is None or solution.trl < choice.trl):
        yield _("n'a pas le niveau de maturité demandé (TRL %(trl)d)") % {"trl": choice.trl}
    if choice.cpv_level and match.cpv_level < choice.cpv_level:
        yield _("n'a pas de code CPV en commun au niveau demandé (%(level)s)") % {
            "level": CPVLevel(choice.cpv_level).label
        }
    if wanted and not set(wanted) <= set(stems_of(solution_text(solution))):
        yield _("n'emploie pas les mots demandés (%(words)s)") % {"words": choice.words}
    if choice.languages and not set(choice.languages) & set(solution.company.languages):
        yield _("n'indique aucune des langues demandées")


def by_hand(reason):
    return _("écartée à la main : %(reason)s") % {"reason": reason}


def without(selection, removed):
    """The same selection once those of `removed` ({number of a solution: why}) are taken out by hand."""
    rows = [
        Row(row.rank, row.match, row.band, (by_hand(removed[row.match.solution_id]),))
        if row.kept and row.match.solution_id in removed
        else row
        for row in selection.rows
    ]
    return Selection(selection.choice, selection.engine, selection.limits, rows)
