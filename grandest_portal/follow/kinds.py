"""The kinds of things that may be followed; the rooms that hold them register theirs (module `following`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KINDS = {}


@dataclass(frozen=True)
class Kind:
    """How the room of a thing shows it.

    `label` is its French name (« besoin »); `visible(user)` the queryset of the public things that the person may
    read, with all that `row` needs; `url(pk)` the page of a thing; `row(thing, on)` the dict that
    components/row.html shows on the date `on`. `asked(user, pk)` says whether the person still speaks for somebody who
    asked something about the thing: news held for those who asked are then told.
    """

    key: str
    label: Any
    visible: Callable
    url: Callable
    row: Callable
    asked: Callable = lambda user, pk: False


def register(kind):
    """Make a Kind known; two rooms under one key are a fault of the program."""
    if kind.key in KINDS:
        raise ValueError(f"registered twice: {kind.key}")
    KINDS[kind.key] = kind
