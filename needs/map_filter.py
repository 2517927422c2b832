"""What the map of needs is asked: how to cut the region, which needs to count, which area is looked at."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import FacetFilterSet
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.filters import SectorFilter
from grandest_portal.reference.maps import names_of
from grandest_portal.reference.models import Sector
from needs.filters import STATE_LABELS, StateFilter
from needs.periods import PeriodFilter

CUTS = {"": TerritoryKind.DEPARTMENT, "epci": TerritoryKind.EPCI}
CUT_LABELS = [("", _("Départements")), ("epci", _("Intercommunalités"))]
# The same question in the address of the list of needs.
LIST_FILTERS = {TerritoryKind.DEPARTMENT: "departement", TerritoryKind.EPCI: "epci"}
SHARED = ("secteur", "periode", "etat")


class OneSectorFilter(django_filters.ChoiceFilter):
    """One sector at a time: the answers to all questions stay few enough to be kept for a minute."""

    def filter(self, rows, value):
        return SectorFilter.filter(self, rows, [value] if value else [])


class MapFilter(FacetFilterSet):
    decoupage = django_filters.ChoiceFilter(
        label=_("Découpage"),
        method="keep_all",
        choices=CUT_LABELS[1:],
        empty_label=CUT_LABELS[0][1],
        widget=forms.RadioSelect,
    )
    secteur = OneSectorFilter(label=_("Secteur"), choices=[], empty_label=_("Tous les secteurs"))
    periode = PeriodFilter(widget=forms.RadioSelect)
    etat = StateFilter(
        label=_("État"), choices=STATE_LABELS[1:], empty_label=STATE_LABELS[0][1], widget=forms.RadioSelect
    )
    zone = django_filters.ChoiceFilter(
        label=_("Territoire"), method="keep_all", choices=[], widget=forms.HiddenInput
    )

    def choices_now(self):
        self.sectors = list(Sector.objects.for_list())
        return {
            "secteur": [(sector.key, sector.name) for sector in self.sectors],
            "zone": list(names_of(CUTS.get(self.data.get("decoupage", ""), CUTS[""])).items()),
        }

    def keep_all(self, rows, name, value):
        """The cut and the area say how to look at the needs, not which ones are counted."""
        return rows

    @property
    def kind(self):
        return CUTS[self.data.get("decoupage", "")]

    @property
    def place(self):
        return self.data.get("zone", "")

    def address(self, zone):
        """The query string of the same map, with `zone` chosen ("" for none), without what the map does not know."""
        query = self.data.copy()
        for name in {*query} - set(self.filters) | {"zone"}:
            query.pop(name, None)
        if zone:
            query["zone"] = zone
        return f"?{query.urlencode()}"

    def list_address(self, sector=""):
        """The query string of the list that holds the counted needs of the chosen area, or of the region."""
        query = self.data.copy()
        for name in set(query) - set(SHARED):
            del query[name]
        if self.place:
            query[LIST_FILTERS[self.kind]] = self.place
        if sector:
            query["secteur"] = sector
        return f"?{query.urlencode()}"
