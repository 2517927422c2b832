"""What a map is asked: how to cut the region, what to count, which area is looked at.

Rooms subclass it with their own choices. Nothing here filters rows: the numbers of every choice of sector and area
are counted together (place_counts).
"""

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import FacetFilterSet
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.maps import names_of
from grandest_portal.reference.models import Sector

CUTS = {"": TerritoryKind.DEPARTMENT, "epci": TerritoryKind.EPCI}
CUT_LABELS = [("", _("Départements")), ("epci", _("Intercommunalités"))]


class LookFilter(django_filters.ChoiceFilter):
    """A choice that says how to look at the numbers and leaves no row out."""

    def filter(self, rows, value):
        return rows


class CutFilter(LookFilter):
    """Departments or EPCI: for what may name EPCI."""

    def __init__(self):
        super().__init__(
            label=_("Découpage"),
            choices=CUT_LABELS[1:],
            empty_label=CUT_LABELS[0][1],
            widget=forms.RadioSelect,
        )


class MapFilter(FacetFilterSet):
    secteur = LookFilter(label=_("Secteur"), choices=[], empty_label=_("Tous les secteurs"))
    zone = LookFilter(label=_("Territoire"), choices=[], widget=forms.HiddenInput)

    # {how the region is cut: the filter of the list behind the map that finds the same}
    list_filters = {}
    # Choices that mean the same in the address of that list.
    shared = ("secteur",)

    def choices_now(self):
        self.sectors = list(Sector.objects.for_list())
        return {
            "secteur": [(sector.key, sector.name) for sector in self.sectors],
            "zone": list(names_of(self.kind).items()),
        }

    @property
    def kind(self):
        asked = self.data.get("decoupage", "") if "decoupage" in self.filters else ""
        return CUTS.get(asked, CUTS[""])

    @property
    def place(self):
        return self.data.get("zone", "")

    @property
    def sector(self):
        """The number of the chosen sector, or None."""
        return next((each.pk for each in self.sectors if each.key == self.data.get("secteur")), None)

    def address(self, zone):
        """The query string of the same map, with `zone` chosen ("" for none)."""
        query = QueryDict(self.query_string, mutable=True)
        query.pop("zone", None)
        if zone:
            query["zone"] = zone
        return f"?{query.urlencode()}"

    def list_address(self, sector=""):
        """The query string of the list that holds what is counted in the chosen area, or in the region."""
        query = QueryDict(self.query_string, mutable=True)
        for name in set(query) - set(self.shared):
            del query[name]
        if self.place:
            query[self.list_filters[self.kind]] = self.place
        if sector:
            query["secteur"] = sector
        return f"?{query.urlencode()}"
