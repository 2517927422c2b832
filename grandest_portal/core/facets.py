"""Filters of a list, with the number of rows that each choice would show. The address holds their state.

A list never looks at more than `most_rows` rows: the first ones of its order are its window. Below that cap
everything is exact; above, the page says that more exist and that the numbers are those of the window. So a page
costs the same whether the table holds a thousand rows or a hundred thousand.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import CharField, Func, JSONField, Value
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join

from grandest_portal.core.forms import PortalForm

LONGEST_VALUE = 200


class Drawn:
    """Draws many choices in one go: a template for each of a hundred boxes costs more than the rest of the page."""

    def render(self, name, value, attrs=None, renderer=None):
        widget = self.get_context(name, value, attrs)["widget"]
        options = [option for _group, some, _index in widget["optgroups"] for option in some]
        boxes = format_html_join(
            "\n",
            '<div><label for="{0}"><input type="{1}" name="{2}" value="{3}" id="{0}"{4}> {5}</label></div>',
            (
                (
                    option["attrs"]["id"],
                    option["type"],
                    option["name"],
                    option["value"],
                    others(option["attrs"]),
                    option["label"],
                )
                for option in options
            ),
        )
        return format_html('<div id="{}">{}</div>', widget["attrs"]["id"], boxes)


def others(attrs):
    """The attributes besides the id: hardly any choice has one."""
    return flatatt({name: value for name, value in attrs.items() if name != "id"}) if len(attrs) > 1 else ""


class Boxes(Drawn, forms.CheckboxSelectMultiple):
    pass


class Rounds(Drawn, forms.RadioSelect):
    pass


def itself(value):
    """The choices of a value that is a choice."""
    return (value,)


@dataclass(frozen=True)
class Facet:
    """What a row carries for a filter, and the choices under which that value is found."""

    carried: Any  # the name of a field, or an expression
    choices_of: Callable = itself


class FacetFilterSet(django_filters.FilterSet):
    """Each choice is counted among the rows that the search and the other filters leave.

    A choice in the address that does not exist (any more) is left out of `data`. Subclasses say in `choices_now`
    what must be asked of the database, in `facets` what is counted, in `in_order` how the list is ordered. A
    choice of `only_in_use` that would show nothing is offered only while it is chosen; filters in `folded` open
    on demand; those in `settings_only` change no row and have no chip; those in `without_chip` are shown elsewhere;
    those in `passing` belong to one visit and stay out of addresses that are kept; those in `never_idle` leave rows
    out even without a choice.
    """

    only_in_use = frozenset()
    folded = frozenset()
    settings_only = frozenset()
    without_chip = frozenset()
    passing = frozenset()
    never_idle = frozenset()
    # What numbers a row of `listed`.
    number = "pk"

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

    def facets(self):
        """{filter: Facet} for the filters whose choices bear a number."""
        return {}

    @property
    def most_rows(self):
        """How many rows the list may count and page."""
        raise NotImplementedError

    @property
    def listed(self):
        """The rows that the window reads, before any filter: `queryset`, or a table of the same columns in the order
        of the list. There `number` names the column that numbers the row."""
        return self.queryset

    def in_order(self, rows):
        """`rows` in the total order of the list; the order of `queryset` unless a subclass says otherwise."""
        return rows

    def keep_known(self, name, known):
        values = [value for value in dict.fromkeys(self.data.getlist(name)) if value in known]
        self.data.pop(name, None)
        if values:
            self.data.setlist(name, values)

    @property
    def query_string(self):
        """The address of this filtering: known filters with a value, in the order of the page, no page number."""
        kept = QueryDict(mutable=True)
        for name in (each for each in self.filters if each not in self.passing):
            values = [value[:LONGEST_VALUE] for value in self.data.getlist(name) if value.strip()]
            if values:
                kept.setlist(name, values)
        return kept.urlencode()

    @property
    def chosen(self):
        """The filters that leave rows out now."""
        self.form.is_valid()
        return [
            name
            for name, value in self.form.cleaned_data.items()
            if name in self.never_idle or (value not in (None, "", []) and name not in self.settings_only)
        ]

    def leaves_out(self, name):
        """False when the choice of `name` leaves no row out: its numbers are then those of the rows shown."""
        return True

    def rows_without(self, name):
        """The rows that the other filters leave: what one more or one less choice of `name` would show."""
        return self.kept(self.queryset, but=name)

    def kept(self, rows, but=""):
        """What the filters leave of `rows`; that of the name `but` leaves all."""
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            if name != but:
                rows = self.filters[name].filter(rows, value)
        return rows

    @cached_property
    def window(self):
        return Window(self, self.most_rows)

    def numbers(self):
        """{filter: {choice: number of rows}}, in the choices' own text; a choice left out counts none."""
        return {
            name: spread(self.window.carried(name), facet.choices_of) for name, facet in self.facets().items()
        }

    def show_counts(self):
        """Write each count beside its choice. Call it once the chips have taken the bare labels."""
        for name, numbers in self.numbers().items():
            widget = self.form.fields[name].widget
            widget.choices = [
                (value, counted(label, numbers.get(str(value), 0)))
                for value, label in widget.choices
                if name not in self.only_in_use
                or numbers.get(str(value))
                or str(value) in self.data.getlist(name)
            ]
            if not widget.choices:
                del self.form.fields[name]


class AskedChoices:
    """Mixed before a FacetFilterSet: takes the choices that `data` names for known, and asks the database nothing.

    For searches that were checked when they were saved. `known` names the filters concerned.
    """

    known = ()

    def choices_now(self):
        return {name: [(value, value) for value in self.data.getlist(name)] for name in self.known}


class Window:
    """The first rows of a filtered list, read in one query with what its facets count.

    A facet with a choice counts among other rows than those shown (what its further choices would add): each
    of them has its own window; one more query reads these together.
    """

    def __init__(self, filterset, cap):
        self.cap = cap
        facets = filterset.facets()
        rows = filterset.in_order(filterset.kept(filterset.listed))
        shown = list(
            rows.values_list(filterset.number, *(facet.carried for facet in facets.values()))[: cap + 1]
        )
        self.pks = [row[0] for row in shown[:cap]]
        self.is_cut = len(shown) > cap
        self.columns = {
            name: [row[place] for row in shown[:cap]] for place, name in enumerate(facets, start=1)
        }
        apart = [name for name in facets if name in filterset.chosen and filterset.leaves_out(name)]
        self.columns |= {name: [] for name in apart}
        parts = [self.part(name, facets[name], filterset) for name in apart]
        for name, value in parts[0].union(*parts[1:], all=True) if parts else ():
            self.columns[name].append(value)

    def part(self, name, facet, filterset):
        """(facet, value) of the first rows without regard to its choice; as JSON, so that parts can be joined."""
        rows = filterset.in_order(filterset.kept(filterset.listed, but=name))
        value = Func(facet.carried, function="to_jsonb", output_field=JSONField())
        return rows.values_list(Value(name, output_field=CharField()), value)[: self.cap]

    def carried(self, name):
        """The values that a facet counts, one for each row."""
        return self.columns[name]


def spread(values, choices_of):
    """{choice as text: how many of the values are found under it}"""
    counts = Counter()
    for value, number in Counter(tuple(v) if isinstance(v, list) else v for v in values).items():
        for choice in set(choices_of(value)):
            counts[str(choice)] += number
    return counts


def counted(label, number):
    # The number never stands alone on a line.
    return format_html('{}&nbsp;<span class="count">{}</span>', label, number)
