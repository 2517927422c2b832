"""The register of personal data: what each table holds about a person, what they receive of it, what erasure does.

A room declares its tables in a module named by its AppConfig (`personal = "needs.personal"`):

- `RECORDS`: a tuple of Personal, one per table that holds something about a person;
- `NOT_PERSONAL`: {"app.Model": why} for its other tables; a table in neither is a failure of the test suite;
- `REFUSALS` (optional): functions `(user) -> sentence or ""` that forbid an erasure for now;
- `BEFORE_ERASURE` (optional): functions `(leaver)` run while the person is still known, upper rooms first;
- `ADDRESS_LEFT` (optional): functions `(user, address)` run when a person has left an address for the one that `user`
  now has: an erasure to come will know the new one only.

The page « Supprimer mon compte », the notice on personal data, the export and the erasure are all read from here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import Any

from django.apps import apps


class Fate(StrEnum):
    """What erasing an account does to the rows of a table."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    KEEP = "keep"


@dataclass(frozen=True)
class Leaver:
    """A person whose account is being erased, as known before: `name` and `addresses` are what must disappear,
    `pseudonym` what stands in their place, `by` the one who asked (None: the system)."""

    user: Any
    name: str
    addresses: tuple[str, ...]
    pseudonym: str
    by: Any = None

    def is_named_in(self, value):
        """True when a text of the JSON `value` holds one of the addresses, or the name: whole words of a name of
        several words, the whole text for a single word (« Publié » is somebody's name too)."""
        return any(self._names(text.casefold().strip()) for text in words_in(value))

    def _names(self, text):
        if any(address.casefold() in text for address in self.addresses):
            return True
        name = " ".join(self.name.casefold().split())
        if " " in name:
            return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", " ".join(text.split())) is not None
        return name != "" and text == name


def words_in(value):
    """Every text of a JSON value; the names of its fields are none."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in words_in(each)]
    if isinstance(value, list):
        return [text for each in value for text in words_in(each)]
    return [value] if isinstance(value, str) else []


@dataclass(frozen=True)
class Personal:
    """One table. `reach` is the lookup of the person (« user ») or a function `(user) -> queryset`.

    `exported` names the columns given to the person (lookups allowed), `withheld` the others with the reason,
    `files` the file fields added to the archive. `softened(row)` takes others' names out of an exported row.
    `erase(rows, leaver)` does what ANONYMISE says; `reason` says it in French, with its legal `ground` for what
    is kept.
    """

    model: str
    key: str
    label: Any
    reach: str | Callable
    fate: Fate
    reason: Any
    exported: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    softened: Callable | None = None
    erase: Callable | None = None
    ground: Any = ""

    def rows(self, user):
        if callable(self.reach):
            return self.reach(user)
        return apps.get_model(self.model)._base_manager.filter(**{self.reach: user.pk})

    def apply(self, leaver):
        """Erase what the table holds about the leaver."""
        if self.fate == Fate.DELETE:
            self.rows(leaver.user).delete()
        elif self.fate == Fate.ANONYMISE:
            self.erase(self.rows(leaver.user), leaver)


def rooms():
    """The declaring modules, upper rooms first: what stands above must let go before what it stands on."""
    configs = [config for config in apps.get_app_configs() if getattr(config, "personal", "")]
    return [import_module(config.personal) for config in reversed(configs)]


def records():
    """Every Personal of the tables that exist here, upper rooms first."""
    here = {config.label for config in apps.get_app_configs()}
    return [record for room in rooms() for record in room.RECORDS if record.model.partition(".")[0] in here]


def not_personal():
    """{"app.Model": why} of every room."""
    return {label: why for room in rooms() for label, why in room.NOT_PERSONAL.items()}


def refusals(user):
    """The sentences that forbid the erasure for now; [] when nothing does."""
    found = [refuse(user) for room in rooms() for refuse in getattr(room, "REFUSALS", ())]
    return [sentence for sentence in found if sentence]


def before_erasure(leaver):
    for room in rooms():
        for step in getattr(room, "BEFORE_ERASURE", ()):
            step(leaver)


def address_left(user, address):
    for room in rooms():
        for step in getattr(room, "ADDRESS_LEFT", ()):
            step(user, address)


def apply_all(leaver):
    for record in records():
        record.apply(leaver)


def undeclared(models):
    """The labels of the models that no room declares, in order."""
    known = {record.model for room in rooms() for record in room.RECORDS} | set(not_personal())
    return sorted(model._meta.label for model in models if model._meta.label not in known)
