"""The verbs of accounts, one module per subject."""

from grandest_portal.accounts.actions.inactivity import follow_inactive_accounts
from grandest_portal.accounts.actions.memberships import approve_membership, refuse_membership
from grandest_portal.accounts.actions.notices import acknowledge
from grandest_portal.accounts.actions.organisations import check_speaker, commune_of, register_organisation
from grandest_portal.accounts.actions.privacy import count_export, erase_account

__all__ = [
    "acknowledge",
    "approve_membership",
    "check_speaker",
    "commune_of",
    "count_export",
    "erase_account",
    "follow_inactive_accounts",
    "refuse_membership",
    "register_organisation",
]
