"""What a text was at each of its versions, whatever room it belongs to, and the difference between any two.

A room says which fields count and how a stored value reads (`VersionedFields`); its actions call `keep_version`
in the business transaction. A version is never changed nor deleted while its thing stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone

from grandest_portal.core.audit import kind_of
from grandest_portal.core.diff import Piece, pieces_of
from grandest_portal.core.models import TextVersion


@dataclass(frozen=True)
class VersionedFields:
    """The fields of a model that make its text.

    `names` in their order on the page; `content(thing)` gives {name: JSON value} as it stands now; `words(name, value)`
    what a person reads of a stored value; `labels` {name: French name}.
    """

    names: Sequence[str]
    content: Callable
    words: Callable
    labels: dict


@dataclass(frozen=True)
class FieldChange:
    """One field between two versions: its French name and the pieces of its text."""

    name: str
    label: Any
    pieces: list[Piece]


def keep_version(thing, number, content, *, by, public=False, note=""):
    """Store `content` (JSON-ready dict) as version `number` of `thing`; `public` ones are read by everybody.

    Storing the same number again replaces nothing: the row that stands is returned, made public when asked.
    """
    row, created = TextVersion.objects.get_or_create(
        kind=kind_of(thing),
        object_pk=thing.pk,
        number=number,
        defaults={
            "content": content,
            "author": by,
            "created_at": timezone.now(),
            "public": public,
            "note": note,
        },
    )
    if not created and public and not row.public:
        row.public = True
        row.save(update_fields=["public"])
    return row


def versions_of(thing, *, public_only):
    """The TextVersion rows of a thing, the newest first."""
    rows = TextVersion.objects.filter(kind=kind_of(thing), object_pk=thing.pk)
    if public_only:
        rows = rows.filter(public=True)
    return rows.select_related("author").order_by("-number")


def version_at(thing, number):
    """The stored version `number`, or the latest one before it; None when there is none."""
    return versions_of(thing, public_only=False).filter(number__lte=number).first()


def latest_number(thing):
    return versions_of(thing, public_only=False).aggregate(Max("number"))["number__max"]


def changes_between(fields, before, after):
    """[FieldChange] of what differs between two contents (dicts), in the order of the page."""
    found = []
    for name in fields.names:
        old, new = before.get(name), after.get(name)
        if old != new:
            pieces = pieces_of(fields.words(name, old), fields.words(name, new))
            found.append(FieldChange(name, fields.labels[name], pieces))
    return found
