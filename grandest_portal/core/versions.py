"""What a text was at each of its versions, whatever room it belongs to, and the difference between any two.

A room says which fields count and how a stored value reads (`VersionedFields`); its actions call `keep_version`
in the business transaction. A version is never changed nor deleted while its thing stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    what a person reads of a stored value; `labels` {name: French name}; `compared` {name: (before, after) -> pieces}
    for the values that are no text.
    """

    names: Sequence[str]
    content: Callable
    words: Callable
    labels: dict
    compared: Mapping[str, Callable] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldChange:
    """One field between two versions: its French name and the pieces of its text."""

    name: str
    label: Any
    pieces: list[Piece]


def keep_version(thing, number, content, *, by, public=False, note=""):
    """Store `content` (JSON-ready dict) as version `number` of `thing`; `public` ones are read by everybody.

    Storing the same number again replaces nothing, unless it becomes public now: what everybody reads from then on
    (the last day that the publication sets) is what the row holds.
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
        row.public, row.content = True, content
        row.save(update_fields=["public", "content"])
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
        if old == new:
            continue
        compare = fields.compared.get(name)
        pieces = compare(old, new) if compare else pieces_of(fields.words(name, old), fields.words(name, new))
        if pieces:
            found.append(FieldChange(name, fields.labels[name], pieces))
    return found


def side_by_side(fields, one, other):
    """[{label, same, left, right}] of each field that one of two contents answers: what both say, or the pieces of
    each side with what it says alone."""
    rows = []
    for name in fields.names:
        texts = [fields.words(name, content.get(name)) for content in (one, other)]
        if not any(texts):
            continue
        pieces = pieces_of(*texts)
        rows.append(
            {
                "label": fields.labels[name],
                "same": texts[0] if texts[0] == texts[1] else "",
                "left": [piece for piece in pieces if piece.kind != "new"],
                "right": [piece for piece in pieces if piece.kind != "gone"],
            }
        )
    return rows


def withdrawn_runs(thing):
    """[(first, last, following)]: the versions that a moderator took out of public view, each run between two public
    ones, the newest run first. `following` is the public version that replaced them; none holds its content."""
    rows = (
        TextVersion.objects.filter(kind=kind_of(thing), object_pk=thing.pk)
        .defer("content")
        .order_by("number")
    )
    runs, run, published = [], [], False
    for row in rows:
        if not row.public:
            run = [*run, row] if published else []
            continue
        if run:
            runs.append((run[0], run[-1], row))
        run, published = [], True
    return runs[::-1]


def withdraw_versions(thing, after):
    """Take the versions stored after number `after` out of public view: a moderator has put their text aside."""
    rows = versions_of(thing, public_only=True).filter(number__gt=after)
    return TextVersion.objects.filter(pk__in=[row.pk for row in rows]).update(public=False)
