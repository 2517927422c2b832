"""The verbs of accounts, one module per subject."""

from grandest_portal.accounts.actions.departments import close_department, open_department
from grandest_portal.accounts.actions.description import confirm_name, describe_organisation
from grandest_portal.accounts.actions.directory import ask_directory, store_finding
from grandest_portal.accounts.actions.invitations import (
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    invite,
    revoke_invitation,
)
from grandest_portal.accounts.actions.memberships import (
    approve_membership,
    change_member,
    end_due_delegations,
    end_membership,
    refuse_membership,
    transfer_administration,
)
from grandest_portal.accounts.actions.organisations import check_speaker, commune_of, register_organisation

__all__ = [
    "accept_invitation",
    "approve_membership",
    "ask_directory",
    "change_member",
    "check_speaker",
    "close_department",
    "commune_of",
    "confirm_name",
    "decline_invitation",
    "describe_organisation",
    "end_due_delegations",
    "end_membership",
    "expire_due_invitations",
    "invite",
    "open_department",
    "refuse_membership",
    "register_organisation",
    "revoke_invitation",
    "store_finding",
    "transfer_administration",
]
