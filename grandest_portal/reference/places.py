"""The places that things name: what filters keep, what lists count, how a page says them.

A thing names the whole region, departments, EPCI or a mix of them. One of the region is found in each department,
one of a department in each of its EPCI, one of an EPCI in each department where that has communes. Nothing here
orders anything.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.list_keys import KIND_OF_LETTER, place_key
from grandest_portal.reference.maps import departments_of_epcis, epcis_within, names_of

NAMED = 3


@dataclass(frozen=True)
class Places:
    """The territories that rows of `model` name in its many-to-many `field`; it keeps their keys (list_keys.py).

    With `unnamed_is_everywhere`, a row that names none is found in every area.
    """

    model: type
    field: str
    unnamed_is_everywhere: bool = False

    @cached_property
    def link(self):
        """(model of the links, name of its column towards the thing)"""
        field = self.model._meta.get_field(self.field)
        return field.remote_field.through, f"{field.m2m_field_name()}_id"

    def in_departments(self, codes):
        """The condition to be found in one of the departments."""
        return self._naming(departments=codes, epcis=epcis_within(codes))

    def in_epcis(self, codes):
        """The condition to be found in one of the EPCI."""
        spanned = departments_of_epcis()
        return self._naming(departments={each for code in codes for each in spanned[code]}, epcis=codes)

    def _naming(self, departments, epcis):
        wanted = [place_key(TerritoryKind.REGION, "")]
        wanted += [place_key(TerritoryKind.DEPARTMENT, code) for code in sorted(departments)]
        wanted += [place_key(TerritoryKind.EPCI, code) for code in epcis]
        named = Q(place_keys__overlap=wanted)
        return named | Q(place_keys=[]) if self.unnamed_is_everywhere else named

    @property
    def carried(self):
        """What a row carries for a facet: the keys of its places."""
        return F("place_keys")

    def departments_of(self, places):
        """The codes of the departments where a row with these `carried` keys is found."""
        found = set()
        for kind, code in ((KIND_OF_LETTER[key[0]], key[1:]) for key in places):
            if kind == TerritoryKind.REGION:
                return list(names_of(TerritoryKind.DEPARTMENT))
            found.update([code] if kind == TerritoryKind.DEPARTMENT else departments_of_epcis().get(code, ()))
        if not places and self.unnamed_is_everywhere:
            return list(names_of(TerritoryKind.DEPARTMENT))
        return sorted(found)


def places_names(territories):
    """« Marne, Meuse, Moselle, Vosges », however many, for a file; « toute la région », or "" without any."""
    places = list(territories)
    if any(place.kind == TerritoryKind.REGION for place in places):
        return _("toute la région")
    return ", ".join(sorted(place.name for place in places))


def places_text(territories):
    """« Moselle, Vosges », « 4 départements », « toute la région », or "" without any; EPCI by their names too."""
    places = list(territories)
    kinds = {place.kind for place in places}
    if TerritoryKind.REGION in kinds or len(places) <= NAMED:
        return places_names(places)
    count = {"count": len(places)}
    if kinds == {TerritoryKind.DEPARTMENT}:
        return ngettext("%(count)d département", "%(count)d départements", len(places)) % count
    if kinds == {TerritoryKind.EPCI}:
        return ngettext("%(count)d intercommunalité", "%(count)d intercommunalités", len(places)) % count
    return ngettext("%(count)d territoire", "%(count)d territoires", len(places)) % count
