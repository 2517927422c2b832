"""Who speaks for a public buyer."""

from grandest_portal.accounts.permissions import (
    approved_organisation_of,
    organisation_of,
    speaking_organisation_of,
    writing_organisation_of,
)


def buyer_of(user):
    """The buyer to which the person belongs (membership waiting or approved), or None."""
    return getattr(organisation_of(user), "buyer", None)


def approved_buyer_of(user):
    """The buyer whose private things the person may read (membership approved), or None."""
    return getattr(approved_organisation_of(user), "buyer", None)


def writing_buyer_of(user):
    """The buyer for which the person may prepare things (waiting or approved, not a reader), or None."""
    return getattr(writing_organisation_of(user), "buyer", None)


def speaking_buyer_of(user):
    """The buyer for which the person may speak to others (approved, not a reader), or None."""
    return getattr(speaking_organisation_of(user), "buyer", None)


def can_edit_buyer(user, buyer):
    """Its people who write, once approved: companies read what is written there."""
    return speaking_buyer_of(user) == buyer
