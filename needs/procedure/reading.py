"""What the rules need from the base: the figures of a date, the texts of the routes, the past awards of a pair."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from grandest_portal.awards.models import Award, Coverage, PastAwards
from grandest_portal.reference.models import Parameter, Threshold, Wording
from needs.procedure.rules import Figure, Route

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


def figure_of(row):
    return Figure(
        row.key,
        row.value,
        row.unit,
        row.legal_text,
        row.starts_on,
        row.ends_on,
        row.get_confidence_display(),
        row.remark,
    )


def figures_on(day, keys):
    """({key: Figure in force on `day`}, {key: the last Figure before, for the keys that have none})."""
    rows = Threshold.objects.filter(key__in=keys, starts_on__lte=day)
    last = {row.key: row for row in rows.order_by("key", "-starts_on").distinct("key")}
    now = {key: figure_of(row) for key, row in last.items() if row.ends_on is None or row.ends_on >= day}
    return now, {key: figure_of(row) for key, row in last.items() if key not in now}


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
