"""The verbs of accounts, one module per subject."""

from grandest_portal.accounts.actions.description import confirm_name, describe_organisation
from grandest_portal.accounts.actions.directory import ask_directory, store_finding
from grandest_portal.accounts.actions.memberships import approve_membership, refuse_membership
from grandest_portal.accounts.actions.organisations import check_speaker, commune_of, register_organisation

__all__ = [
    "approve_membership",
    "ask_directory",
    "check_speaker",
    "commune_of",
    "confirm_name",
    "describe_organisation",
    "refuse_membership",
    "register_organisation",
    "store_finding",
]
