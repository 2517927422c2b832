"""The filters of the public census: sector, maturity, area served; never where a company sits."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import Boxes, Facet
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.filters import SectorFilterSet
from grandest_portal.reference.maps import names_of
from suppliers.enums import MATURITY_RANGES, Maturity
from suppliers.places import SERVED


def maturities_of(trl):
    """The groups of maturity that hold this TRL; none while it is unknown."""
    return [group.value for group, (low, high) in MATURITY_RANGES.items() if trl and low <= trl <= high]


class SolutionFilter(SectorFilterSet):
    maturite = django_filters.MultipleChoiceFilter(
        label=_("Maturité"),
        method="keep_maturities",
        choices=Maturity.choices,
        widget=Boxes,
    )

    fournie = django_filters.MultipleChoiceFilter(
        label=_("Fournie dans"),
        method="keep_served",
        choices=[],
        widget=Boxes,
        help_text=_("Celles qui peuvent l'être partout comprises. Le lieu ne change jamais l'ordre."),
    )

    def choices_now(self):
        return {**super().choices_now(), "fournie": list(names_of(TerritoryKind.DEPARTMENT).items())}

    def keep_served(self, rows, _name, departments):
        return rows.filter(SERVED.in_departments(departments))

    def keep_maturities(self, rows, _name, maturities):
        return rows.filter(reduce(or_, (Q(trl__range=MATURITY_RANGES[group]) for group in maturities)))

    def facets(self):
        return {
            **super().facets(),
            "maturite": Facet("trl", maturities_of),
            "fournie": Facet(SERVED.carried, SERVED.departments_of),
        }
