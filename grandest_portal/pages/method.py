"""The facts behind « Comment ça marche » and « Comment le classement est calculé »: bands, engine, wordings."""

from dataclasses import dataclass
from datetime import datetime

from grandest_portal.reference.models import Parameter, Wording
from needs.matching.bands import bands
from needs.matching.definition import Definition, known, newest
from needs.matching.figures import figures_of
from needs.models import EngineVersion, Match

__all__ = [
    "bands_in_force",
    "engine",
    "figures_of",
    "measured_bands",
    "parameter",
    "serving_version",
    "wordings",
]

WORDINGS = ["not_a_buyer_profile", "territory_is_information", "never_the_same_company"]


def bands_in_force(on):
    """The bands of scores on the date `on`, best first; none while the parameters are not loaded."""
    try:
        return bands(on)
    except LookupError:
        return []


def engine():
    """(version, moment) of the last computation, or None before the first one."""
    return Match.objects.order_by("-computed_at", "-pk").values_list("engine", "computed_at").first()


@dataclass(frozen=True)
class Serving:
    """The version that serves, and since when; without any line yet, that of the last computation, or what would.

    `definition` is None for a version whose frozen files this portal does not hold: `inputs` is then what was stored.
    """

    key: str
    definition: Definition | None
    inputs: str
    since: datetime | None


def serving_version():
    row, last = EngineVersion.objects.serving(), engine()
    key = row.key if row else last[0] if last else newest()
    found = known(key)
    inputs = found.inputs if found else row.inputs if row else ""
    return Serving(key, found, inputs, row and row.served_from)


def measured_bands(key, on):
    """[(Band, pairs, right ones, share in percent)] of a version, best first; no figure where none was measured."""
    measured = figures_of(key)
    rows = []
    for band in bands_in_force(on):
        pairs, right = measured.bands.get(band.key, (0, 0)) if measured else (0, 0)
        rows.append((band, pairs, right, round(100 * right / pairs) if pairs else None))
    return rows


def wordings(on):
    """{key: Wording} in force on the date `on`, for the keys that the page shows."""
    rows = Wording.objects.in_force(on).filter(key__in=WORDINGS).order_by("starts_on", "pk")
    return {row.key: row for row in rows}


def parameter(key, on):
    """The value of a parameter on the date `on`, or None when it is not loaded."""
    try:
        return Parameter.objects.value(key, on)
    except LookupError:
        return None
