"""Things side by side: which ones the address asks for, and the table that shows them.

`?s=12&s=7` asks for two things, in the order that the person chose; a list carries the choice in the same
parameter (`WithComparison`), so that one goes on choosing through its pages and filters, without a session.
"""

from dataclasses import dataclass, field

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.facets import FacetFilterSet

MOST = 4
NAME = "s"
LONGEST_NUMBER = 18


def numbers_in(values):
    """The numbers among typed values, once each, in their order: « 12 », and « S-12 » as pages write references."""
    found = []
    for value in values:
        digits = value.strip().rpartition("-")[2]
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
            found.append(int(digits))
    return list(dict.fromkeys(found))


def query_of(pks):
    """« s=12&s=7 »: the address of a comparison."""
    query = QueryDict(mutable=True)
    query.setlist(NAME, pks)
    return query.urlencode()


@dataclass
class Side:
    """One thing of a comparison: its heading, and {row: text or list of texts}."""

    pk: int
    title: str
    url: str
    facts: dict = field(default_factory=dict)
    line: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class Comparison:
    """What components/comparison.html shows. `rows` is [(label, [cell per side])]."""

    sides: list
    rows: list
    missing: int  # asked for, and not (or no longer) readable
    left_out: int  # beyond MOST
    query: str

    @property
    def room(self):
        return MOST - len(self.sides)


def compare(values, read, labels, url):
    """The Comparison of the things that `values` name. `read(pks)` gives {pk: Side} of those that may be read;
    `labels` is {row: its heading}; rows that nobody answered are left out. `url` is the address of the page."""
    asked = numbers_in(values)
    found = read(asked[: 2 * MOST])
    sides = [found[pk] for pk in asked if pk in found]
    kept = sides[:MOST]
    for side in kept:
        rest = query_of([other.pk for other in kept if other is not side])
        side.remove_url = f"{url}?{rest}" if rest else url
    rows = [
        (label, [side.facts.get(name, "") for side in kept])
        for name, label in labels.items()
        if any(side.facts.get(name) for side in kept)
    ]
    missing = len([pk for pk in asked[: 2 * MOST] if pk not in found])
    return Comparison(kept, rows, missing, len(sides) - len(kept), query_of([side.pk for side in kept]))


class WithComparison(FacetFilterSet):
    """Mixed into a filter set: what was chosen for a comparison stays while one filters and turns pages."""

    s = django_filters.MultipleChoiceFilter(
        label=_("À comparer"), method="leave_all", choices=[], widget=forms.MultipleHiddenInput
    )

    settings_only = frozenset({NAME})
    passing = frozenset({NAME})

    def choices_now(self):
        chosen = numbers_in(self.data.getlist(NAME))[:MOST]
        return {**super().choices_now(), NAME: [(str(pk), str(pk)) for pk in chosen]}

    def leave_all(self, rows, _name, _value):
        return rows

    @property
    def compared(self):
        return [int(value) for value in self.data.getlist(NAME)]


def choice_on(filterset, page, url):
    """What a list shows of the choice: the form that leads to the comparison, and the boxes of its rows."""
    here = {thing.pk for thing in page}
    return {
        "url": url,
        "chosen": set(filterset.compared),
        "elsewhere": [pk for pk in filterset.compared if pk not in here],
        "most": MOST,
    }
