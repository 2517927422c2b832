"""Saved searches of the census. Apart from `following`, which the actions use: filters stand above them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import AskedChoices
from grandest_portal.core.search import exactly
from grandest_portal.follow.searches import Search, register
from suppliers.filters import SolutionFilter
from suppliers.following import KIND
from suppliers.models import Solution


class SavedSolutionFilter(AskedChoices, SolutionFilter):
    known = ("secteur", "division", "fournie")

    def find(self, rows, name, value):
        return exactly(rows, value)


register(
    Search(
        key=KIND,
        label=_("Solutions"),
        names=tuple(name for name in SolutionFilter.base_filters if name not in SolutionFilter.passing),
        url=lambda: reverse("suppliers:solution_list"),
        page=lambda query: SolutionFilter(query, Solution.objects.published()),
        things=Solution.objects.published,
        rows=lambda query: SavedSolutionFilter(query, Solution.objects.published()).qs,
    )
)
