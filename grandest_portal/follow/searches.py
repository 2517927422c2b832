"""The lists whose searches may be saved; the rooms that hold them register theirs (module `following`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from grandest_portal.core.listing import chips_of
from grandest_portal.core.text import clean_line

SEARCHES = {}


@dataclass(frozen=True)
class Search:
    """A public list under the key of its Kind.

    `label` names the list (« Besoins »); `url()` is its address; `names` are the parameters that make a search.
    `page(query)` is the filter set of the page itself, which leaves out the choices that do not exist;
    `things()` the public things, and `rows(query)` those that answer a QueryDict: it asks nothing of the
    database to be built. All have a moment `published_at`.
    """

    key: str
    label: Any
    names: tuple[str, ...]
    url: Callable
    page: Callable
    things: Callable
    rows: Callable

    def newest(self, at):
        """When the latest thing public at `at` was published, or None."""
        return self.things().filter(published_at__lte=at).aggregate(newest=Max("published_at"))["newest"]

    def address(self, query):
        return f"{self.url()}?{query}" if query else self.url()


def register(search):
    """Make a Search known; two rooms under one key are a fault of the program."""
    if search.key in SEARCHES:
        raise ValueError(f"registered twice: {search.key}")
    SEARCHES[search.key] = search


def kept(search, given):
    """The values of the QueryDict `given` that make a search: its own names, cleaned, once each, in one order."""
    query = QueryDict(mutable=True)
    for name in sorted(search.names):
        values = sorted({clean_line(value) for value in given.getlist(name)} - {""})
        if values:
            query.setlist(name, values)
    return query


def written(query):
    """A QueryDict as one text, the same for the same search."""
    return urlencode([(name, value) for name in sorted(query) for value in query.getlist(name)])


def understood(search, given):
    """(canonical text of a search, what it asks in words): values that the page refuses or ignores are left out."""
    filterset = search.page(kept(search, given))
    filterset.form.is_valid()
    query = kept(search, filterset.data)
    for name in filterset.form.errors:
        query.pop(name, None)
    words = [_("« %(words)s »") % {"words": query["q"]}] if "q" in query else []
    plain = query.copy()
    plain.pop("q", None)
    words += [str(chip["label"]) for chip in chips_of(search.page(plain), plain)]
    return written(query), words
