"""What the map of needs is asked, beside the sector and the area: how to cut the region, which period, which state."""

from django import forms

from grandest_portal.core.forms import PortalForm
from grandest_portal.core.periods import PeriodFilter
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.map_filter import CutFilter, MapFilter
from needs.states import StateFilter


class NeedMapForm(PortalForm):
    field_order = ["decoupage", "secteur", "periode", "etat", "zone"]


class NeedMapFilter(MapFilter):
    decoupage = CutFilter()
    periode = PeriodFilter(widget=forms.RadioSelect)
    etat = StateFilter(widget=forms.RadioSelect)

    list_filters = {TerritoryKind.DEPARTMENT: "departement", TerritoryKind.EPCI: "epci"}
    shared = ("secteur", "periode", "etat")

    class Meta:
        form = NeedMapForm
