"""A public text that changed is read again: it stays, or the version that was read before comes back.

Rooms lock their thing and check who decides; what follows is the same for all: `version` counts the texts,
`approved_version` is the one that a moderator read last.
"""

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.versions import keep_version, version_at, withdraw_versions
from grandest_portal.reports.actions.looks import check_second_look


def check_awaits_review(thing, sentence):
    if not thing.awaits_review:
        raise DomainError(sentence)


def approve_version(thing, *, by, verb):
    """The text that stands was read: it stays. What is sensitive takes two people, as before its publication."""
    check_second_look(thing._meta.model_name, thing, by)
    before, thing.approved_version = thing.approved_version, thing.version
    thing.save(update_fields=["approved_version", "updated_at"])
    record(
        thing,
        verb,
        by=by,
        before={"approved_version": before},
        after={"approved_version": thing.version},
    )
    return thing


def approved_text(thing, sentence):
    """The stored version that a moderator read last; refused with `sentence` when it was not kept."""
    approved = version_at(thing, thing.approved_version)
    if approved is None:
        raise DomainError(sentence)
    return approved


def keep_restored(thing, approved, content, *, by, reason):
    """The text of `approved` stands again in `thing`, as a new version: those in between leave public view."""
    withdraw_versions(thing, approved.number)
    thing.approved_version = thing.version
    thing.save(update_fields=["approved_version", "updated_at"])
    keep_version(thing, thing.version, content, by=by, public=True, note=reason)
