"""The filters « Secteur » and « Division CPV », the same for all that keeps `subject_keys` (list_keys.py)."""

import django_filters
from django.core.cache import cache
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import Boxes, Facet, FacetFilterSet
from grandest_portal.reference.list_keys import SECTOR
from grandest_portal.reference.models import CPVCode, Parameter, Sector

DIVISION_DIGITS = 2
MOST_ROWS, FIRST_MOST_ROWS = "list_rows_max", 300
KEPT_SECONDS = 60


def division_of(code):
    return code[:DIVISION_DIGITS]


def sectors_among(keys):
    return [key.removeprefix(SECTOR) for key in keys if key.startswith(SECTOR)]


def divisions_among(keys):
    return [key for key in keys if not key.startswith(SECTOR)]


class SectorFilter(django_filters.MultipleChoiceFilter):
    """The rows with a CPV code of one of the chosen sectors."""

    def filter(self, rows, keys):
        return rows.filter(subject_keys__overlap=[f"{SECTOR}{key}" for key in keys]) if keys else rows


class DivisionFilter(django_filters.MultipleChoiceFilter):
    """The rows with a CPV code of one of the chosen divisions (the first two digits)."""

    def filter(self, rows, divisions):
        return rows.filter(subject_keys__overlap=divisions) if divisions else rows


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
        return {
            **super().choices_now(),
            "secteur": list(Sector.objects.for_list().values_list("key", "name")),
        }

    def facets(self):
        return {**super().facets(), "secteur": Facet("subject_keys", sectors_among)}


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
        return {**super().facets(), "division": Facet("subject_keys", divisions_among)}
