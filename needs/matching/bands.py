"""From a score to words: « forte », « bonne », « à examiner »; the limits are dated data (reference.Parameter)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.models import Parameter


@dataclass(frozen=True)
class Band:
    key: str
    floor: float
    label: Any
    tone: str


def bands(on):
    """The bands in force on a date, best first."""
    floors = {
        key: float(Parameter.objects.value(f"match_band_{key}", on)) for key in ["strong", "good", "review"]
    }
    return [
        Band("strong", floors["strong"], _("Correspondance forte"), "fir"),
        Band("good", floors["good"], _("Bonne correspondance"), "fir"),
        Band("review", floors["review"], _("Correspondance à examiner"), "grey"),
    ]


def band_of(score, ordered):
    """The best band that `score` reaches; the last one when limits were raised since it was stored."""
    return next((band for band in ordered if score >= band.floor), ordered[-1])
