"""The filter « Secteur », the same for all that bears CPV codes (a field `cpv`)."""

import django_filters
from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import FacetFilterSet
from grandest_portal.reference.models import Sector


def coded(rows):
    """(links between the model of `rows` and its CPV codes, name of the link's column towards the model)"""
    link = rows.model._meta.get_field("cpv")
    return link.remote_field.through.objects, f"{link.m2m_field_name()}_id"


def sector_counts(rows):
    """{sector key: rows of `rows` with a CPV code of that sector}, for the sectors that have some."""
    links, owner = coded(rows)
    found = links.filter(**{f"{owner}__in": rows.order_by().values("pk")}, cpvcode__sector__isnull=False)
    counts = found.values_list("cpvcode__sector__key").annotate(Count(owner, distinct=True))
    return dict(counts.order_by("cpvcode__sector__key"))


class SectorFilter(django_filters.MultipleChoiceFilter):
    """The rows with a CPV code of one of the chosen sectors."""

    def filter(self, rows, keys):
        if not keys:
            return rows
        links, owner = coded(rows)
        return rows.filter(pk__in=links.filter(cpvcode__sector__key__in=keys).values(owner))


class SectorFilterSet(FacetFilterSet):
    """What every list of things with CPV codes offers; the rooms add their own filters."""

    secteur = SectorFilter(label=_("Secteur"), choices=[], widget=forms.CheckboxSelectMultiple)

    only_in_use = frozenset({"secteur"})

    def choices_now(self):
        sectors = Sector.objects.for_list().values_list("key", "name")
        return {**super().choices_now(), "secteur": list(sectors)}

    def counts(self):
        return {**super().counts(), "secteur": sector_counts(self.rows_without("secteur"))}
