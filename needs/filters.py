"""The filters of the public list. The address of the page holds them all, so that a list can be shared."""

import django_filters
from django import forms
from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.search import search
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.filters import SectorFilterSet
from grandest_portal.reference.maps import names_of
from grandest_portal.reference.models import Territory
from needs.enums import PUBLIC_NEED, BudgetBand, NeedStatus
from needs.fields import DayField
from needs.models import Need
from needs.periods import PeriodFilter
from needs.places import carried_out_in_departments, carried_out_in_epcis, department_counts

STATES = {
    "": frozenset({NeedStatus.PUBLISHED}),
    "clos": frozenset({NeedStatus.CLOSED}),
    "consultation": frozenset({NeedStatus.CONSULTATION}),
    "termine": frozenset(
        {NeedStatus.DIRECT_PURCHASE, NeedStatus.AWARDED, NeedStatus.UNAWARDED, NeedStatus.ABANDONED}
    ),
    "tous": PUBLIC_NEED,
}
STATE_LABELS = [
    ("", _("Échanges ouverts")),
    ("clos", _("Échanges clos, suite à venir")),
    ("consultation", _("Consultation lancée")),
    ("termine", _("Attribués, achats directs, abandonnés")),
    ("tous", _("Tous les états")),
]


class StateFilter(django_filters.ChoiceFilter):
    """Without a choice, the needs that a company can answer now."""

    def filter(self, rows, value):
        return rows.filter(status__in=STATES[value or ""])


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class NeedFilter(SectorFilterSet):
    q = django_filters.CharFilter(label=_("Recherche"), method="find")
    etat = StateFilter(
        label=_("État"), choices=STATE_LABELS[1:], empty_label=STATE_LABELS[0][1], widget=forms.RadioSelect
    )
    departement = django_filters.MultipleChoiceFilter(
        label=_("Lieu d'exécution"),
        method="in_departments",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pour l'affichage seulement : le lieu ne change jamais l'ordre."),
    )
    budget = django_filters.MultipleChoiceFilter(
        label=_("Budget"),
        field_name="budget_band",
        choices=BudgetBand.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    jusqu_au = DayFilter(
        label=_("Ouverts au moins jusqu'au"), field_name="sourcing_open_until", lookup_expr="gte"
    )
    # Chosen on the map of needs; here they are chips, and stay while the other filters change.
    epci = django_filters.MultipleChoiceFilter(
        label=_("Intercommunalité d'exécution"), method="in_epcis", widget=forms.MultipleHiddenInput
    )
    periode = PeriodFilter(widget=forms.HiddenInput)

    def choices_now(self):
        departments = Territory.objects.departments().order_by("search_name", "code")
        return {
            **super().choices_now(),
            "departement": list(departments.values_list("code", "name")),
            "epci": list(names_of(TerritoryKind.EPCI).items()),
        }

    def find(self, rows, name, value):
        return search(rows, value)

    def in_departments(self, rows, name, values):
        return rows.filter(carried_out_in_departments(values))

    def in_epcis(self, rows, name, values):
        return rows.filter(carried_out_in_epcis(values))

    @property
    def searching(self):
        return bool(self.form.is_bound and not self.errors.get("q") and self.form.cleaned_data["q"])

    @cached_property
    def answers(self):
        """The rows in their order: closest first for a search, else newest first; ties newest first."""
        rows = self.qs.for_list()
        return rows.order_by("-rank", "-published_at", "-pk") if self.searching else rows

    def counts(self):
        return {
            **super().counts(),
            "etat": self.state_counts(),
            "departement": department_counts(self.rows_without("departement")),
            "budget": self.budget_counts(),
        }

    def state_counts(self):
        rows = Need.objects.filter(pk__in=self.rows_without("etat").values("pk"))
        counts = dict(rows.values_list("status").annotate(Count("pk")).order_by("status"))
        return {value: sum(counts.get(status, 0) for status in states) for value, states in STATES.items()}

    def budget_counts(self):
        rows = Need.objects.filter(pk__in=self.rows_without("budget").values("pk"))
        return dict(rows.values_list("budget_band").annotate(Count("pk")).order_by("budget_band"))
