"""The verbs of accounts, one module per subject."""

from grandest_portal.accounts.actions.memberships import approve_membership, refuse_membership
from grandest_portal.accounts.actions.organisations import check_speaker, commune_of, register_organisation
from grandest_portal.accounts.actions.partners import register_partner

__all__ = [
    "approve_membership",
    "check_speaker",
    "commune_of",
    "refuse_membership",
    "register_organisation",
    "register_partner",
]
