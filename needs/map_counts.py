"""The numbers of the map of needs, kept for a minute: the same for everybody."""

from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count

from grandest_portal.reference.enums import TerritoryKind
from needs.models import Need
from needs.places import (
    NeedPlace,
    carried_out_in_departments,
    carried_out_in_epcis,
    named_counts,
    whole_region,
)

KEPT_SECONDS = 60
CARRIED_OUT = {
    TerritoryKind.DEPARTMENT: carried_out_in_departments,
    TerritoryKind.EPCI: carried_out_in_epcis,
}


def kept(name, question, count):
    """The answer of `count()`, asked of the database once a minute; each time when the cache is lost."""
    key = f"map:{name}:{sha256(question.encode()).hexdigest()}"
    answer = cache.get(key)
    if answer is None:
        answer = count()
        cache.set(key, answer, KEPT_SECONDS)
    return answer


def region_numbers(kind, needs):
    """{total, everywhere, unplaced, departments, areas}: needs in all, of the whole region, without a place,
    of whole departments (for a map of EPCI), and by area."""
    placed = NeedPlace.objects.filter(need_id__in=needs.order_by().values("pk"))
    departments = placed.filter(territory__kind=TerritoryKind.DEPARTMENT)
    departments = departments.exclude(need_id__in=whole_region(needs))
    total = needs.count()
    return {
        "total": total,
        "everywhere": whole_region(needs).distinct().count(),
        "unplaced": total - placed.values("need_id").distinct().count(),
        "departments": departments.values("need_id").distinct().count() if kind == TerritoryKind.EPCI else 0,
        "areas": named_counts(kind, needs),
    }


def area_numbers(kind, zone, needs):
    """{total, sectors}: the needs carried out in the chosen area (in the region without one), and by sector."""
    rows = needs.filter(CARRIED_OUT[kind]([zone])) if zone else needs
    return {"total": rows.count(), "sectors": sector_counts(rows)}


def sector_counts(needs):
    """{number of a sector: needs with a CPV code of it}, for the sectors that have some."""
    links = Need.cpv.through.objects.filter(
        need_id__in=needs.order_by().values("pk"), cpvcode__sector__isnull=False
    )
    return dict(links.values_list("cpvcode__sector_id").annotate(Count("need_id", distinct=True)).order_by())
