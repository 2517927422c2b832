"""The audit entries of an object, in words for people.

A room names its verbs in its AppConfig (`audit_verbs = {"need.published": _("Publié")}`); fields and states take
the names that the models give them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from grandest_portal.core.audit import history_of


@dataclass(frozen=True)
class Change:
    """One value that changed; `before` and `after` are words, "" where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One entry: `actor` is the person as named then, « le système », or « effacé »."""

    at: datetime
    verb: Any
    actor: str
    changes: Sequence[Change]
    reason: str
    sealed: bool


def verb_words(verb):
    """The sentence of the room that wrote the entry; the bare verb when none is declared."""
    for config in apps.get_app_configs():
        words = getattr(config, "audit_verbs", {}).get(verb)
        if words:
            return words
    return verb


def lines_of(thing, limit=200):
    """The Lines about `thing`, newest first, `limit` at most."""
    return [line_of(entry, type(thing)) for entry in history_of(thing)[:limit]]


def line_of(entry, model):
    value = getattr(entry, "value", None)
    payload = value.payload if value else {}
    return Line(
        at=entry.at,
        verb=verb_words(entry.verb),
        actor=(value.actor_label or _("le système")) if value else _("effacé"),
        changes=changes_of(model, payload.get("before", {}), payload.get("after", {})),
        reason=payload.get("reason", ""),
        sealed=hasattr(entry, "seal"),
    )


def changes_of(model, before, after):
    return [
        Change(
            label=field_words(model, name),
            before=value_words(model, name, before.get(name)),
            after=value_words(model, name, after.get(name)),
        )
        for name in dict.fromkeys([*before, *after])
    ]


def field_of(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def field_words(model, name):
    field = field_of(model, name)
    return str(getattr(field, "verbose_name", name.replace("_", " ")))


def value_words(model, name, value):
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return ", ".join(value_words(model, name, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} : {value_words(model, name, each)}" for key, each in value.items())
    choices = dict(getattr(field_of(model, name), "flatchoices", []))
    return str(choices.get(value, value))
