"""Saved searches of the list of needs. Apart from `following`, which the actions use: filters stand above them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import AskedChoices
from grandest_portal.core.search import exactly
from grandest_portal.follow.searches import Search, register
from needs.filters import NeedFilter
from needs.following import KIND
from needs.models import Need


class SavedNeedFilter(AskedChoices, NeedFilter):
    known = ("secteur", "division", "departement", "epci")

    def find(self, rows, name, value):
        return exactly(rows, value)


register(
    Search(
        key=KIND,
        label=_("Besoins"),
        names=tuple(name for name in NeedFilter.base_filters if name not in NeedFilter.passing),
        url=lambda: reverse("needs:list"),
        page=lambda query: NeedFilter(query, Need.objects.public()),
        things=Need.objects.public,
        rows=lambda query: SavedNeedFilter(query, Need.objects.public()).qs,
    )
)
