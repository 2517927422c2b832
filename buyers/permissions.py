"""Who speaks for a public buyer."""

from grandest_portal.accounts.permissions import approved_organisation_of, organisation_of


def buyer_of(user):
    """The buyer for which the person may prepare things (membership waiting or approved), or None."""
    return getattr(organisation_of(user), "buyer", None)


def approved_buyer_of(user):
    """The buyer for which the person may speak to others (membership approved), or None."""
    return getattr(approved_organisation_of(user), "buyer", None)


def can_edit_buyer(user, buyer):
    """Its people, once approved: companies read what is written there."""
    return approved_buyer_of(user) == buyer
