"""The filters of the public census: by domain and by maturity, never by where a company sits."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from grandest_portal.reference.divisions import short_name
from grandest_portal.reference.text import plain
from suppliers.enums import MATURITY_RANGES, Maturity
from suppliers.models import Solution

CODED = Solution.cpv.through


def in_divisions(rows, divisions):
    """The solutions of `rows` with a code in one of the CPV divisions (two digits each)."""
    if not divisions:
        return rows
    coded = CODED.objects.alias(division=Left("cpvcode_id", 2)).filter(division__in=divisions)
    return rows.filter(pk__in=coded.values("solution_id"))


def in_maturities(rows, maturities):
    if not maturities:
        return rows
    return rows.filter(reduce(or_, (Q(trl__range=MATURITY_RANGES[group]) for group in maturities)))


def division_counts(rows):
    """[(division, short name, solutions of `rows`)] for the divisions that the published census uses, by name."""
    counts = (
        CODED.objects.filter(solution__in=Solution.objects.published())
        .annotate(division=Left("cpvcode_id", 2))
        .values("division")
        .annotate(total=Count("solution_id", distinct=True, filter=Q(solution_id__in=rows.values("pk"))))
        .order_by("division")
    )
    named = [(row["division"], str(short_name(row["division"])), row["total"]) for row in counts]
    return sorted(named, key=lambda row: plain(row[1]))


def maturity_counts(rows):
    """{maturity: solutions of `rows`}"""
    return rows.order_by().aggregate(
        **{group.value: Count("pk", filter=Q(trl__range=bounds)) for group, bounds in MATURITY_RANGES.items()}
    )


class SolutionFilter(django_filters.FilterSet):
    """Each facet is counted among what the search and the other facet leave."""

    domaine = django_filters.MultipleChoiceFilter(
        label=_("Domaine"), method="keep_divisions", widget=forms.CheckboxSelectMultiple
    )
    maturite = django_filters.MultipleChoiceFilter(
        label=_("Maturité"),
        method="keep_maturities",
        choices=Maturity.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        form = PortalForm

    def __init__(self, data, queryset):
        """`data` is a QueryDict; choices that do not exist (any more) are left out of it."""
        query = data.copy()
        maturities = keep_known(query, "maturite", Maturity.values)
        self.divisions = division_counts(in_maturities(queryset, maturities))
        divisions = keep_known(query, "domaine", [division for division, _label, _total in self.divisions])
        self.maturities = maturity_counts(in_divisions(queryset, divisions))
        super().__init__(query, queryset)
        self.filters["domaine"].extra["choices"] = [row[:2] for row in self.divisions]

    def keep_divisions(self, rows, _name, divisions):
        return in_divisions(rows, divisions)

    def keep_maturities(self, rows, _name, maturities):
        return in_maturities(rows, maturities)

    def show_counts(self):
        """Write the count after each choice, and leave out the empty domains.

        Called once the chips have taken the bare labels.
        """
        fields, chosen = self.form.fields, self.data.getlist("domaine")
        fields["domaine"].choices = [
            (key, counted(label, total)) for key, label, total in self.divisions if total or key in chosen
        ]
        fields["maturite"].choices = [
            (group, counted(group.label, self.maturities[group.value])) for group in Maturity
        ]


def keep_known(query, name, known):
    """Reduce the values of `name` in `query` to those that are known, each once; returns them."""
    query.setlist(name, [value for value in dict.fromkeys(query.getlist(name)) if value in known])
    return query.getlist(name)


def counted(label, total):
    return format_html('{} <span class="count">{}</span>', label, total)
