"""The search box of a filtered list, the same for all lists whose model is searched by words."""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import FacetFilterSet
from grandest_portal.core.search import Search


class WordsFilterSet(FacetFilterSet):
    """`q` is what was typed; the model of the rows has the columns that core.search reads."""

    q = django_filters.CharFilter(label=_("Recherche"), method="find")

    @cached_property
    def asked(self):
        """What the search box asks for, read once; None without words."""
        self.form.is_valid()
        words = self.form.cleaned_data.get("q")
        return Search(self.queryset.model, words) if words else None

    def find(self, rows, name, value):
        return self.asked.among(rows)

    @property
    def searching(self):
        return self.asked is not None

    @property
    def replaced(self):
        """[(typed word, words searched instead)] for the words that no public text holds."""
        return list(self.asked.reading.replaced.items()) if self.searching else []
