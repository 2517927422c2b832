"""The facts behind « Comment ça marche »: bands, engine, wordings in force."""

from grandest_portal.reference.models import Parameter, Wording
from needs.matching.bands import bands
from needs.models import Match

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
