"""Precision of the bands as people judged them: by month and version of the engine, with what chance allows."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from needs.models import Judgement

# The normal quantile of a 95 % interval.
Z = 1.959964


def wilson(count, of):
    """(low, high) of the share count / of, 95 %: an interval that stays between 0 and 1 and means something for few."""
    if of == 0:
        return 0.0, 1.0
    share, spread = count / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Cell:
    """The judgements of one band; `share`, `low` and `high` in whole percent, None below the least number."""

    band: str
    judged: int
    share: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Line:
    """A month (its first day; None for all time) under one version of the engine, and its cells, best band first."""

    month: date | None
    engine: str
    cells: list[Cell]


def cell_of(band, judged, relevant, least):
    if judged < max(1, least):
        return Cell(band, judged)
    low, high = wilson(relevant, judged)
    return Cell(band, judged, *(round(100 * value) for value in (relevant / judged, low, high)))


def counts_of(side=""):
    """{(month, engine): {band: (judged, relevant)}} of the judgements that stand, of one side or of both."""
    rows = Judgement.objects.current().filter(side=side) if side else Judgement.objects.current()
    months = rows.annotate(month=TruncMonth("made_at")).values("month", "engine", "band").order_by()
    found = defaultdict(dict)
    for row in months.annotate(judged=Count("pk"), right=Count("pk", filter=Q(relevant=True))):
        found[row["month"].date(), row["engine"]][row["band"]] = (row["judged"], row["right"])
    return found


def precision(bands, least, side=""):
    """([Line] of all time, one per version of the engine; [Line] month by month), the latest first.

    `bands` are keys, best first; no share is said of fewer than `least` judgements.
    """
    found = counts_of(side)
    totals = defaultdict(lambda: defaultdict(lambda: (0, 0)))
    for (_month, engine), cells in found.items():
        for band, (judged, relevant) in cells.items():
            before = totals[engine][band]
            totals[engine][band] = (before[0] + judged, before[1] + relevant)
    latest = {engine: max(month for month, each in found if each == engine) for engine in totals}
    whole = [
        line_of(None, engine, totals[engine], bands, least)
        for engine in sorted(totals, key=lambda engine: (latest[engine], engine), reverse=True)
    ]
    monthly = [line_of(*key, found[key], bands, least) for key in sorted(found, reverse=True)]
    return whole, monthly


def line_of(month, engine, cells, bands, least):
    return Line(month, engine, [cell_of(band, *cells.get(band, (0, 0)), least) for band in bands])
