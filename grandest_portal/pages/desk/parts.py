"""The pieces of a dashboard, as its template draws them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

LONGEST = 5


@dataclass(frozen=True)
class Task:
    """Something to do: a row of components/tasks.html."""

    label: Any
    url: str
    status: Any
    tone: str
    note: Any = ""


@dataclass(frozen=True)
class Counter:
    """A number and what it counts; the page at `url` lists exactly that many."""

    value: int
    label: Any
    url: str


@dataclass(frozen=True)
class Row:
    """A line that leads somewhere: `meta` is the small grey text."""

    title: Any
    url: str
    meta: Any = ""


@dataclass(frozen=True)
class Listing:
    """A short list, and where the whole of it stands."""

    title: Any
    rows: tuple[Row, ...]
    url: str = ""
    action: Any = ""


@dataclass(frozen=True)
class Section:
    """One role of the person: what to do, the numbers, short lists, and the one button of the role."""

    title: Any
    tasks: tuple[Task, ...] = ()
    tasks_title: Any = gettext_lazy("À faire")
    counters: tuple[Counter, ...] = ()
    listings: tuple[Listing, ...] = ()
    lead: Any = ""
    button_url: str = ""
    button: Any = ""
