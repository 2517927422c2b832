"""From a stored need to what the rules read: its texts, and the few look-ups that they need, each asked once."""

from datetime import timedelta

from django.utils import timezone

from grandest_portal.reference.models import PracticeCheck, Territory, Threshold
from needs.checks.documents import received_documents
from needs.checks.draft import TEXTS, Draft, Sibling, listed, number
from needs.checks.rules.origin import place_candidates
from needs.enums import NeedSource, NeedStatus
from needs.models import Need

MOST_SIBLINGS = 5
LEFT_ASIDE = [NeedStatus.REJECTED, NeedStatus.ABANDONED]


def planned_day(need, on):
    """The day at which rules and figures are read: that of the planned consultation, never before `on`."""
    return max(need.planned_on or on, on)


def checks_on(day, stage=None):
    """[PracticeCheck] enabled and in force on `day`, in the order of their codes."""
    rows = PracticeCheck.objects.in_force(day).filter(enabled=True)
    return list((rows.filter(stage=stage) if stage else rows).order_by("key"))


def thresholds_on(day, keys):
    """{key: Threshold} in force on `day`; a figure whose period ends before is the last one known."""
    found = {}
    for row in Threshold.objects.filter(key__in=keys, starts_on__lte=day).order_by("key", "starts_on"):
        found[row.key] = row
    return found


def draft_of(need, checks, on, *, documents=None, earlier="", codes=None):
    """The Draft of `need` for these checks; `documents` replaces the received ones, `codes` those of the CPV."""
    settings = {check.key: check.parameters for check in checks}
    texts = {name: getattr(need, name) for name in TEXTS}
    if codes is None:
        codes = tuple(need.cpv.order_by("code").values_list("code", flat=True)) if need.pk else ()
    if documents is None:
        documents = received_documents(need) if "SOU-02" in settings else []
    return Draft(
        texts=texts,
        on=on,
        budget_band=need.budget_band,
        planned_on=need.planned_on,
        published_on=timezone.localdate(need.published_at) if need.published_at else None,
        cpv=codes,
        places=places_in(texts, settings.get("SPE-04")),
        siblings=siblings_of(need, codes, settings.get("BES-02"), on),
        documents=tuple(documents),
        earlier=earlier,
        figures=figures_of(settings.get("BES-02"), planned_day(need, on)),
    )


def places_in(texts, parameters):
    """The territories named where SPE-04 looks; no query when nothing looks like one."""
    names = place_candidates(texts, parameters) if parameters else set()
    if not names:
        return frozenset()
    # The stored names begin with a space.
    rows = Territory.objects.filter(search_name__in=[f" {name}" for name in names]).order_by("search_name")
    return frozenset(name.strip() for name in rows.values_list("search_name", flat=True))


def siblings_of(need, codes, parameters, on):
    """The buyer's other needs of the last months in the same family of the CPV."""
    if not parameters or need.buyer_id is None or not codes:
        return ()
    digits, months = int(number(parameters, "cpv_digits") or 0), number(parameters, "months") or 0
    families = {code[:digits] for code in codes}
    since = on - timedelta(days=round(months * 30.44))
    rows = (
        Need.objects.filter(buyer=need.buyer_id, source=NeedSource.PORTAL, created_at__date__gte=since)
        .filter(trashed_at=None)
        .exclude(pk=need.pk)
        .exclude(status__in=LEFT_ASIDE)
        .prefetch_related("cpv")
        .order_by("-created_at", "-pk")[:200]
    )
    alike = [row for row in rows if families & {code.code[:digits] for code in row.cpv.all()}]
    return tuple(Sibling(row.reference, str(row), row.budget_band) for row in alike[:MOST_SIBLINGS])


def figures_of(parameters, day):
    keys = [str(parameters.get(name, "")) for name in ("threshold", "works_threshold")] if parameters else []
    return {key: float(row.value) for key, row in thresholds_on(day, keys).items()} if keys else {}


def thresholds_named(check):
    """The keys of the dated table that a check shows beside its question."""
    return listed(check.parameters, "thresholds")
