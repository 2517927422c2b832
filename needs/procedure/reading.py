"""What the rules need from the base: the texts of the routes, the past awards of a pair."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from grandest_portal.awards.models import Award, Coverage, PastAwards
from grandest_portal.reference.models import Parameter, Wording
from needs.procedure.rules import Route

TEXTS = (
    "procedure_hint_only",
    "procedure_total_value",
    "thresholds_disclaimer",
    "never_the_same_company",
    *(f"procedure_{route.value}" for route in Route),
)
PERIOD = "past_awards_months"


@dataclass(frozen=True)
class Past:
    """Past awards of one pair over the last `months`, and how far the data reach for that buyer and for all."""

    months: int
    since: date
    awards: PastAwards
    of_buyer: Coverage
    of_all: Coverage


def texts_on(day):
    """{key: Wording} of the page on `day`; a key that nobody has written is absent."""
    rows = Wording.objects.in_force(day).filter(key__in=TEXTS)
    return {row.key: row for row in rows.order_by("key", "-starts_on").distinct("key")}


def months_before(day, months):
    """The same day `months` earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def past_awards(buyer_siret, holder_siret, today):
    """Past for a pair of SIRET; None when no period is set."""
    try:
        months = int(Parameter.objects.value(PERIOD, today))
    except LookupError:
        return None
    since = months_before(today, months)
    return Past(
        months,
        since,
        Award.objects.between(buyer_siret, holder_siret, since),
        Award.objects.of_buyer(buyer_siret).coverage(),
        Award.objects.coverage(),
    )
