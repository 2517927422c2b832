"""The kinds of things that take documents; the rooms that hold them register theirs (module `documents`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grandest_portal.attachments.enums import Audience

KINDS = {}


def nothing(thing, purpose, *, by):
    """A thing that keeps no account of its documents."""


def unprepared(thing):
    """A thing that has nothing to keep before its documents change."""


def everybody(user, thing):
    """A thing whose public documents are for whoever sees it."""
    return frozenset(Audience)


def unlogged(user, thing, attachment):
    """A thing that keeps no account of who opens its documents."""
    return True


@dataclass(frozen=True)
class Kind:
    """How the room of a thing decides on its documents.

    `label` is its French name (« besoin »); `things` the manager of all things, to know which still exist;
    `visible(user)` the queryset of those that the person sees; `reads(user, thing, purpose)` and
    `writes(user, thing, purpose)` say who opens a document, who adds and removes; `lock(pk)` gives the thing, its row
    locked; `check_open(thing)` raises DomainError when its documents may not change any more; `page(pk)` is the page of
    the thing, `url(pk)` the one where its documents are managed; `organisations(thing)` those it speaks for: none of
    their people moderates its documents.
    `changing(thing)` is called, the thing locked, before one is added or removed, `changed(thing, purpose, by)` after;
    `keeping()` are the things whose removed public documents may still be brought back.
    `audiences(user, thing)` are the Audience values whose documents the person reads; `opened(user, thing, attachment)`
    notes that a file is about to be
    given, and says whether it still is.
    """

    key: str
    label: Any
    things: Any
    visible: Callable
    reads: Callable
    writes: Callable
    lock: Callable
    check_open: Callable
    page: Callable
    url: Callable
    organisations: Callable
    changing: Callable = unprepared
    changed: Callable = nothing
    keeping: Callable | None = None
    audiences: Callable = everybody
    opened: Callable = unlogged

    def gives(self, user, thing, attachment):
        """Whether the person may open a document of a thing that they see."""
        return self.reads(user, thing, attachment.purpose) and attachment.audience in self.audiences(
            user, thing
        )


def register(kind):
    """Make a Kind known; two rooms under one key are a fault of the program."""
    if kind.key in KINDS:
        raise ValueError(f"registered twice: {kind.key}")
    KINDS[kind.key] = kind
