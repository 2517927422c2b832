"""From a score to words: « forte », « possible », « à examiner »; the limits are dated data (reference.Parameter)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.models import Parameter

LABELS = {
    "strong": _("Correspondance forte"),
    "good": _("Correspondance possible"),
    "review": _("Correspondance à examiner"),
}


@dataclass(frozen=True)
class Band:
    key: str
    floor: float
    label: Any
    tone: str


def bands(on):
    """The bands in force on a date, best first; LookupError when a limit is missing."""
    rows = Parameter.objects.in_force(on).filter(key__startswith="match_band_").order_by("starts_on")
    floors = {row.key.removeprefix("match_band_"): float(row.value) for row in rows}
    if not floors.keys() >= {"strong", "good", "review"}:
        raise LookupError(_("Les limites des correspondances manquent : lancez load_reference."))
    return [
        Band("strong", floors["strong"], LABELS["strong"], "fir"),
        Band("good", floors["good"], LABELS["good"], "grey"),
        Band("review", floors["review"], LABELS["review"], "grey"),
    ]


def band_of(score, ordered):
    """The best band that `score` reaches; the last one when limits were raised since it was stored."""
    return next((band for band in ordered if score >= band.floor), ordered[-1])
