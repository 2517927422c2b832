"""How many things each area holds, in all and by sector: one grouped statement, then sums over few rows.

The statement tells how many things name the very same places; every number of a map follows from that, for all
areas and both ways to cut the region.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.maps import departments_of_epcis, epcis_within
from grandest_portal.reference.models import CPVCode, Territory

KINDS = (TerritoryKind.REGION, TerritoryKind.DEPARTMENT, TerritoryKind.EPCI)
ALL = None  # the key of the numbers without regard to the sector
STATEMENT = """WITH asked (id) AS MATERIALIZED ({rows}),
placed AS MATERIALIZED (
    SELECT asked.id, array_agg(link.territory_id) AS places
    FROM asked LEFT JOIN {links} link ON link.{owner} = asked.id
    GROUP BY asked.id
)
SELECT NULL::bigint, places, count(*) FROM placed GROUP BY places
UNION ALL
SELECT sector_id, places, count(*)
FROM (
    SELECT DISTINCT coded.{coded_owner} AS id, code.sector_id
    FROM {coded} coded JOIN {codes} code ON code.code = coded.cpvcode_id
    WHERE code.sector_id IS NOT NULL
) sectors JOIN placed USING (id)
GROUP BY sector_id, places
"""


def place_counts(places, rows):
    """{sector pk, or ALL: numbers} of the `rows` (a queryset of the model of `places`, which has CPV codes).

    `numbers` holds: `total`; `everywhere`, those found in each area; `unplaced`; `departments`, those of whole
    departments; `named`, {kind: {code: those that name the area or a part of it}}; `found`, {kind: {code: those
    found in the area}}. The last two leave those of `everywhere` out.
    """
    groups = counted_groups(places, rows)
    kinds = {
        row.pk: row for row in Territory.objects.filter(kind__in=KINDS).only("kind", "code").order_by("pk")
    }
    reaches, sums = {}, defaultdict(Sums)
    sums[ALL]  # an empty set has numbers too
    for sector, keys, count in groups:
        together = tuple(keys)
        if together not in reaches:
            reaches[together] = Reach.of([kinds[key] for key in keys if key in kinds])
        sums[sector].add(reaches[together], count, unnamed_is_everywhere=places.unnamed_is_everywhere)
    return {sector: each.numbers() for sector, each in sums.items()}


def counted_groups(places, rows):
    """[(sector pk or None, numbers of the territories that are named, how many things)]"""
    try:
        asked = statement(places, rows)
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        return cursor.fetchall()


def statement(places, rows):
    """(SQL, parameters); the names come from our own models."""
    (link, owner), coded = places.link, places.model._meta.get_field("cpv")
    sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    names = {
        "links": link._meta.db_table,
        "owner": owner,
        "coded": coded.remote_field.through._meta.db_table,
        "coded_owner": f"{coded.m2m_field_name()}_id",
        "codes": CPVCode._meta.db_table,
    }
    quoted = {name: connection.ops.quote_name(value) for name, value in names.items()}
    return STATEMENT.format(rows=sql, **quoted), parameters


@dataclass(frozen=True)
class Reach:
    """Where things that name the same territories are found."""

    region: bool
    whole: bool  # names a whole department
    unnamed: bool
    departments: tuple
    epcis: tuple
    wide_epcis: tuple

    @classmethod
    def of(cls, territories):
        codes = {kind: {each.code for each in territories if each.kind == kind} for kind in KINDS}
        whole, epcis = codes[TerritoryKind.DEPARTMENT], codes[TerritoryKind.EPCI]
        spanned = departments_of_epcis()
        departments = whole.union(*(spanned.get(code, ()) for code in epcis))
        wide = epcis.union(epcis_within(whole)) if whole else epcis
        region = bool(codes[TerritoryKind.REGION])
        return cls(region, bool(whole), not territories, tuple(departments), tuple(epcis), tuple(wide))


class Sums:
    """The numbers of one sector, or of all, while the groups are added up."""

    def __init__(self):
        self.counts = dict.fromkeys(("total", "everywhere", "unplaced", "departments"), 0)
        self.named = {TerritoryKind.DEPARTMENT: Counter(), TerritoryKind.EPCI: Counter()}
        self.found = {TerritoryKind.DEPARTMENT: Counter(), TerritoryKind.EPCI: Counter()}

    def add(self, reach, count, *, unnamed_is_everywhere):
        """Count the `count` things of this reach."""
        self.counts["total"] += count
        if reach.region or (reach.unnamed and unnamed_is_everywhere):
            self.counts["everywhere"] += count
            return
        if reach.unnamed:
            self.counts["unplaced"] += count
            return
        self.counts["departments"] += count if reach.whole else 0
        for kind, named, wide in (
            (TerritoryKind.DEPARTMENT, reach.departments, reach.departments),
            (TerritoryKind.EPCI, reach.epcis, reach.wide_epcis),
        ):
            for code in named:
                self.named[kind][code] += count
            for code in wide:
                self.found[kind][code] += count

    def numbers(self):
        areas = {"named": self.named, "found": self.found}
        plain = {
            name: {str(kind.value): dict(codes) for kind, codes in kinds.items()}
            for name, kinds in areas.items()
        }
        return {**self.counts, **plain}
