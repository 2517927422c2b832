"""The filters of the public census: sector, maturity, area served, first reference; never where a company sits."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.comparison import WithComparison
from grandest_portal.core.facets import Boxes, Facet, Rounds
from grandest_portal.core.listing import day_asked
from grandest_portal.core.periods import PeriodFilter, period_facet
from grandest_portal.core.words import WordsFilterSet
from grandest_portal.reference.enums import TerritoryKind
from grandest_portal.reference.filters import DivisionFilterSet
from grandest_portal.reference.maps import names_of
from suppliers.draws import in_draw, is_kept
from suppliers.enums import MATURITY_RANGES, Maturity
from suppliers.models import Solution, SolutionDraw
from suppliers.places import SERVED

YES = "oui"


def maturities_of(trl):
    """The groups of maturity that hold this TRL; none while it is unknown."""
    return [group.value for group, (low, high) in MATURITY_RANGES.items() if trl and low <= trl <= high]


class SolutionFilter(DivisionFilterSet, WithComparison, WordsFilterSet):
    """The filters over all that is published: `queryset` is never less."""

    maturite = django_filters.MultipleChoiceFilter(
        label=_("Maturité"),
        method="keep_maturities",
        choices=Maturity.choices,
        widget=Boxes,
    )

    fournie = django_filters.MultipleChoiceFilter(
        label=_("Fournie dans"),
        method="keep_served",
        choices=[],
        widget=Boxes,
        help_text=_("Celles qui peuvent l'être partout comprises. Le lieu ne change jamais l'ordre."),
    )

    premiere = django_filters.MultipleChoiceFilter(
        label=_("Première référence"),
        method="keep_first",
        choices=[(YES, _("Cherche sa première référence publique"))],
        widget=Boxes,
    )
    periode = PeriodFilter(label=_("Publiées"), widget=Rounds)

    folded = DivisionFilterSet.folded | {"fournie", "periode"}
    without_chip = frozenset({"q"})

    def choices_now(self):
        return {**super().choices_now(), "fournie": list(names_of(TerritoryKind.DEPARTMENT).items())}

    def keep_served(self, rows, _name, departments):
        return rows.filter(SERVED.in_departments(departments))

    def keep_maturities(self, rows, _name, maturities):
        return rows.filter(reduce(or_, (Q(trl__range=MATURITY_RANGES[group]) for group in maturities)))

    def keep_first(self, rows, _name, _values):
        return rows.filter(first_reference=True)

    @property
    def day(self):
        """The day whose draw the list follows."""
        return day_asked(self.data, timezone.localdate())

    @cached_property
    def walks_draw(self):
        """Whether the list reads the draw that was kept: it carries all that is filtered and counted, but the words."""
        return not self.searching and is_kept(self.day)

    @property
    def listed(self):
        return SolutionDraw.objects.filter(day=self.day) if self.walks_draw else self.queryset

    @property
    def number(self):
        return "solution_id" if self.walks_draw else "pk"

    def in_order(self, rows):
        """The draw of the day; for a search, relevance among as many of its first rows as the list may show."""
        if self.walks_draw:
            return rows.order_by("draw", "solution_id")
        drawn = in_draw(rows, self.day)
        if not self.searching:
            return drawn
        some = Solution.objects.filter(pk__in=drawn.values("pk")[: self.most_rows + 1])
        return in_draw(self.asked.ranked(some), self.day).order_by("-rank", "draw", "pk")

    def facets(self):
        return {
            **super().facets(),
            "maturite": Facet("trl", maturities_of),
            "fournie": Facet(SERVED.carried, SERVED.departments_of),
            "premiere": Facet("first_reference", lambda first: [YES] if first else []),
            "periode": period_facet(),
        }
