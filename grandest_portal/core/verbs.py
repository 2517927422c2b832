"""The decisions of the moderation desk: what a verb is, the letters of its reasons, who reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Verb:
    """A decision: `run(thing, by=user)` or, with `needs_reason`, `run(thing, by=user, reason=text)`.

    `sources` are the statuses in which its button is offered (None: any), `offered(thing)` a further condition; the
    action itself decides. `done` is an `ngettext_lazy(…, "count")` that tells how many rows it decided,
    `named` the sentence that names the one row (%(thing)s) of a single decision.
    `hint` tells who will read the reason, and what it should say.
    `reasons` names what the closed list must serve (« return »): the verb is then given `reason_key` too, "" where
    nothing was chosen; with `closed` a choice is required. `access_key` is the letter of its button.
    """

    name: str
    label: Any
    run: Callable
    sources: frozenset | None
    done: Any
    needs_reason: bool = False
    reasons: str = ""
    closed: bool = False
    access_key: str = ""
    offered: Callable | None = None
    hint: Any = ""
    named: Any = ""

    def told(self, count, thing=""):
        """What a decision says once it is done: of one row alone (`thing`) its name, else how many."""
        return self.named % {"thing": thing} if thing and self.named else self.done % {"count": count}


# Letters for the reasons of a page: browsers keep d, e and f for themselves, the page of the next item has n.
LETTERS = "abchijklmoqtuvwyzgprsx"


def lettered(reasons, verbs):
    """{key of a reason: its letter}. `reasons` are those of the whole desk: a reason keeps its letter on every page."""
    taken = {verb.access_key for verb in verbs}
    free = [letter for letter in LETTERS if letter not in taken]
    return dict(zip([row.key for row in reasons], free, strict=False))


def hints_of(verbs):
    """Who reads the reason, and what it should say: once for all the verbs, or by verb where they differ."""
    by_hint = {}
    for verb in verbs:
        if verb.needs_reason and verb.hint:
            by_hint.setdefault(str(verb.hint), []).append(f"« {verb.label} »")
    if len(by_hint) == 1:
        return next(iter(by_hint))
    return " ".join(
        _("%(verbs)s : %(hint)s") % {"verbs": ", ".join(labels), "hint": hint}
        for hint, labels in by_hint.items()
    )
