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
    """{sector pk: rows of `rows` with a CPV code of that sector}, for the sectors that have some."""
    links, owner = coded(rows)
    found = links.filter(**{f"{owner}__in": rows.order_by().values("pk")}, cpvcode__sector__isnull=False)
    # By number, not by key: PostgreSQL sorts the links, and sorts texts far more slowly.
    counts = found.values_list("cpvcode__sector_id").annotate(Count(owner, distinct=True))
    return dict(counts.order_by("cpvcode__sector_id"))


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
        self.sectors = list(Sector.objects.for_list())
        return {**super().choices_now(), "secteur": [(sector.key, sector.name) for sector in self.sectors]}

    def counts(self):
        found = sector_counts(self.rows_without("secteur"))
        return {**super().counts(), "secteur": {each.key: found.get(each.pk, 0) for each in self.sectors}}
