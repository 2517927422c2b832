"""Filters of a list, with the number of rows that each choice would show. The address holds their state."""

import django_filters
from django.utils.html import format_html

from grandest_portal.core.forms import PortalForm


class FacetFilterSet(django_filters.FilterSet):
    """Each choice is counted among the rows that the search and the other filters leave.

    A choice in the address that does not exist (any more) is left out of `data`. Subclasses say in
    `choices_now` and `counts` what must be asked of the database; a choice of `only_in_use` that would show
    nothing is offered only while it is chosen.
    """

    only_in_use = frozenset()

    class Meta:
        form = PortalForm

    def __init__(self, data, queryset):
        """`data` is a QueryDict; `queryset` holds the rows before any filter."""
        super().__init__(data, queryset=queryset)
        self.data = data.copy()
        for name, choices in self.choices_now().items():
            self.filters[name].extra["choices"] = choices
        for name, each in self.filters.items():
            if "choices" in each.extra:
                self.keep_known(name, {str(value) for value, _label in each.extra["choices"]})

    def choices_now(self):
        """{filter: [(value, label)]} for the choices that the database holds."""
        return {}

    def counts(self):
        """{filter: {value: number of rows}}; a value left out counts none."""
        return {}

    def keep_known(self, name, known):
        values = [value for value in dict.fromkeys(self.data.getlist(name)) if value in known]
        self.data.pop(name, None)
        if values:
            self.data.setlist(name, values)

    def rows_without(self, name):
        """The rows that the other filters leave: what one more or one less choice of `name` would show."""
        self.form.is_valid()
        rows = self.queryset
        for each, value in self.form.cleaned_data.items():
            if each != name:
                rows = self.filters[each].filter(rows, value)
        return rows

    def show_counts(self):
        """Write each count beside its choice. Call it once the chips have taken the bare labels."""
        for name, numbers in self.counts().items():
            widget = self.form.fields[name].widget
            widget.choices = [
                (value, counted(label, numbers.get(value, 0)))
                for value, label in widget.choices
                if name not in self.only_in_use or numbers.get(value) or value in self.data.getlist(name)
            ]
            if not widget.choices:
                del self.form.fields[name]


class AskedChoices:
    """Mixed before a FacetFilterSet: takes the choices that `data` names for known, and asks the database nothing.

    For searches that were checked when they were saved. `asked` names the filters concerned.
    """

    asked = ()

    def choices_now(self):
        return {name: [(value, value) for value in self.data.getlist(name)] for name in self.asked}


def counted(label, number):
    # The number never stands alone on a line.
    return format_html('{}&nbsp;<span class="count">{}</span>', label, number)
