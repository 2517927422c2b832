"""The audit entries of an object, in words for people.

A room names its verbs in its AppConfig (`audit_verbs = {"need.published": _("Publié")}`), and those whose author no
member of the staff shall learn (`audit_secret_authors`); fields and states take
the names that the models give them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.module_loading import import_string
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
    """One entry: `actor` is what `actor_of` says."""

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


def has_secret_author(entry):
    return any(entry.verb in getattr(config, "audit_secret_authors", ()) for config in apps.get_app_configs())


def hidden_from(reader, entries):
    """The numbers of the entries of which the reader must not learn who wrote them; the rooms above say which."""
    return import_string(settings.AUDIT_HIDDEN_ENTRIES)(reader, entries)


def lines_of(thing, *, reader, limit=200):
    """The Lines about `thing` for a member of the staff, newest first, `limit` at most."""
    entries = list(history_of(thing)[:limit])
    hidden = hidden_from(reader, entries)
    return [line_of(entry, type(thing), hidden=entry.pk in hidden) for entry in entries]


def actor_of(entry, *, hidden=False):
    """The person as named then, « le système », « effacé », or that the name is masked."""
    value = getattr(entry, "value", None)
    if value is None:
        return _("effacé")
    if has_secret_author(entry):
        return _("masqué : son organisation seule le sait")
    return _("masqué : cela touche votre organisation") if hidden else value.actor_label or _("le système")


def line_of(entry, model, *, hidden=False):
    value = getattr(entry, "value", None)
    payload = value.payload if value else {}
    return Line(
        at=entry.at,
        verb=verb_words(entry.verb),
        actor=actor_of(entry, hidden=hidden),
        changes=changes_of(model, payload.get("before", {}), payload.get("after", {})),
        reason="" if hidden else payload.get("reason", ""),
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
