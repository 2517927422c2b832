"""The kinds of things that may be reported, contested and looked at twice; the rooms that hold them register
theirs (module `reporting`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = {}


def was_sent(thing):
    """What most rooms show to moderators: texts that were sent and wait."""
    return thing.status == "submitted"


@dataclass(frozen=True)
class Unread:
    """A public document of a thing whose text the test « words » cannot read: `row` is what the desk draws of
    it, `why` says it in words; `awaited`: it soon will be."""

    row: Mapping[str, Any]
    why: str
    awaited: bool

    @property
    def name(self):
        return self.row["name"]


@dataclass(frozen=True)
class Kind:
    """How the moderation of a room's things works.

    `label` is its French name (« besoin »); `visible(user)` the queryset of the things that the person may read and
    therefore report; `url(pk)` the page of a thing, `admin_url(pk)` where a moderator reads it, "" for none;
    `organisations(thing)` those it speaks for: none of their people decides about it; `loaded` what these need.
    For what may be rejected: `rejected_verb` is the audit verb of a rejection, `lift(thing, by, reason)` the action
    that undoes it, `people(thing)` those to tell.
    `awaits(thing)`: its present text waits for a moderator.
    `secret_verbs` are audit verbs of which people of these organisations must not learn who did it.
    `sensitive` gives the Q of a test of SensitiveRule: `{"words": words_q}`; `unread(thing)` the Unread documents that
    its test « words » would look into.
    """

    key: str
    label: Any
    model: type
    visible: Callable
    url: Callable
    organisations: Callable
    loaded: tuple[str, ...] = ()
    admin_url: Callable = lambda pk: ""
    rejected_verb: str = ""
    lift: Callable | None = None
    people: Callable = lambda thing: []
    awaits: Callable = was_sent
    secret_verbs: frozenset = frozenset()
    sensitive: Mapping[str, Callable] = field(default_factory=dict)
    unread: Callable = lambda thing: []

    def find(self, pk):
        return self.model._default_manager.select_related(*self.loaded).filter(pk=pk).first()


def register(kind):
    """Make a Kind known; two rooms under one key are a fault of the program."""
    if kind.key in KINDS:
        raise ValueError(f"registered twice: {kind.key}")
    KINDS[kind.key] = kind
