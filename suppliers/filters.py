"""The filters of the public census: by sector and by maturity, never by where a company sits."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.filters import SectorFilterSet
from suppliers.enums import MATURITY_RANGES, Maturity


def maturity_counts(rows):
    """{maturity: solutions of `rows`}"""
    return rows.order_by().aggregate(
        **{group.value: Count("pk", filter=Q(trl__range=bounds)) for group, bounds in MATURITY_RANGES.items()}
    )


class SolutionFilter(SectorFilterSet):
    maturite = django_filters.MultipleChoiceFilter(
        label=_("Maturité"),
        method="keep_maturities",
        choices=Maturity.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def keep_maturities(self, rows, _name, maturities):
        return rows.filter(reduce(or_, (Q(trl__range=MATURITY_RANGES[group]) for group in maturities)))

    def counts(self):
        return {**super().counts(), "maturite": maturity_counts(self.rows_without("maturite"))}
