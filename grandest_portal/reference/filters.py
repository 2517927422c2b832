"""The filters « Secteur » and « Division CPV », the same for all that bears CPV codes (a field `cpv`)."""

from functools import reduce
from operator import or_

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import Boxes, Facet, FacetFilterSet
from grandest_portal.reference.models import CPVCode, Parameter, Sector

DIVISION_DIGITS = 2
MOST_ROWS, FIRST_MOST_ROWS = "list_rows_max", 500
KEPT_SECONDS = 60


def links_of(model):
    """(links between `model` and its CPV codes, name of the link's column towards the model)"""
    link = model._meta.get_field("cpv")
    return link.remote_field.through.objects, f"{link.m2m_field_name()}_id"


def bearing(rows, condition):
    """The rows with a CPV code that fulfils the condition, a Q of the link."""
    links, owner = links_of(rows.model)
    return rows.filter(Exists(links.filter(condition, **{owner: OuterRef("pk")})))


def of_codes(model, column):
    """What `column` says of each CPV code of a row, as one expression."""
    links, owner = links_of(model)
    return ArraySubquery(links.filter(**{owner: OuterRef("pk")}).values(column))


def division_of(code):
    return code[:DIVISION_DIGITS]


class SectorFilter(django_filters.MultipleChoiceFilter):
    """The rows with a CPV code of one of the chosen sectors."""

    def filter(self, rows, keys):
        return bearing(rows, Q(cpvcode__sector__key__in=keys)) if keys else rows


class DivisionFilter(django_filters.MultipleChoiceFilter):
    """The rows with a CPV code of one of the chosen divisions (the first two digits)."""

    def filter(self, rows, divisions):
        if not divisions:
            return rows
        return bearing(rows, reduce(or_, (Q(cpvcode__code__startswith=digits) for digits in divisions)))


def list_rows_max():
    """The dated number of rows that a list counts and pages, kept for a minute: every list asks for it.

    While the reference data is not loaded, its first value holds: no list walks through all that exists.
    """
    value = cache.get(MOST_ROWS)
    if value is None:
        try:
            value = Parameter.objects.value(MOST_ROWS, timezone.localdate())
        except LookupError:
            value = FIRST_MOST_ROWS
        cache.set(MOST_ROWS, value, KEPT_SECONDS)
    return value


class SectorFilterSet(FacetFilterSet):
    """What every list of things with CPV codes offers; the rooms add their own filters."""

    secteur = SectorFilter(label=_("Secteur"), choices=[], widget=Boxes)

    only_in_use = frozenset({"secteur"})

    @cached_property
    def most_rows(self):
        return list_rows_max()

    def choices_now(self):
        sectors = list(Sector.objects.for_list().values_list("pk", "key", "name"))
        self.sector_keys = {pk: key for pk, key, _name in sectors}
        return {**super().choices_now(), "secteur": [(key, name) for _pk, key, name in sectors]}

    def facets(self):
        carried = of_codes(self.queryset.model, "cpvcode__sector_id")
        return {
            **super().facets(),
            "secteur": Facet(
                carried, lambda pks: [self.sector_keys[pk] for pk in pks if pk in self.sector_keys]
            ),
        }


class DivisionFilterSet(SectorFilterSet):
    """The sectors, and folded under them the official divisions for those who know the CPV."""

    division = DivisionFilter(label=_("Division CPV"), choices=[], widget=Boxes)

    only_in_use = SectorFilterSet.only_in_use | {"division"}
    folded = frozenset({"division"})

    def choices_now(self):
        divisions = CPVCode.objects.divisions().for_list().values_list("code", "label")
        named = [(division_of(code), f"{division_of(code)} {label}") for code, label in divisions]
        return {**super().choices_now(), "division": named}

    def facets(self):
        carried = of_codes(self.queryset.model, "cpvcode_id")
        divisions = Facet(carried, lambda codes: [division_of(code) for code in codes])
        return {**super().facets(), "division": divisions}
