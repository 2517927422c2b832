"""The filters of the public census: by sector and by maturity, never by where a company sits."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import Boxes, Facet
from grandest_portal.reference.filters import SectorFilterSet
from suppliers.enums import MATURITY_RANGES, Maturity


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

    def keep_maturities(self, rows, _name, maturities):
        return rows.filter(reduce(or_, (Q(trl__range=MATURITY_RANGES[group]) for group in maturities)))

    def facets(self):
        return {**super().facets(), "maturite": Facet("trl", maturities_of)}
