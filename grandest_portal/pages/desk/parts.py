"""The pieces of a dashboard, as its template draws them."""

from dataclasses import dataclass
from typing import Any

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
class Group:
    """Things of one kind to do. `count` is their number: those not drawn stand in the list at `url`."""

    anchor: str
    title: Any
    tasks: tuple[Task, ...]
    count: int
    note: Any = ""
    url: str = ""

    @property
    def is_cut(self):
        return bool(self.url) and self.count > len(self.tasks)


@dataclass(frozen=True)
class Counter:
    """A number and what it counts; the page at `url` lists exactly that many."""

    value: int
    label: Any
    url: str


@dataclass(frozen=True)
class Row:
    """A line that leads somewhere: `line` is read, `meta` is the small grey text, `label` a word of state."""

    title: Any
    url: str
    meta: Any = ""
    line: Any = ""
    label: Any = ""
    tone: str = "grey"


@dataclass(frozen=True)
class Listing:
    """A short list, and where the whole of it stands; `empty` says why it has no row."""

    title: Any
    rows: tuple[Row, ...]
    url: str = ""
    action: Any = ""
    anchor: str = ""
    note: Any = ""
    empty: Any = ""


@dataclass(frozen=True)
class Section:
    """One role of the person: first steps until they are done, what to do, the numbers, short lists, one button.

    `idle` is what to say, and `idle_url` where to go, when nothing awaits a person who works here.
    """

    title: Any
    steps: tuple[Task, ...] = ()
    steps_title: Any = ""
    groups: tuple[Group, ...] = ()
    counters: tuple[Counter, ...] = ()
    listings: tuple[Listing, ...] = ()
    lead: Any = ""
    button_url: str = ""
    button: Any = ""
    idle: Any = ""
    idle_url: str = ""
    idle_action: Any = ""


def filled(*groups):
    """The groups that hold something."""
    return tuple(group for group in groups if group.count)
