"""The verbs of accounts, one module per subject."""

from grandest_portal.accounts.actions.addresses import (
    confirm_address,
    request_address_change,
    stop_address_change,
)
from grandest_portal.accounts.actions.departments import close_department, open_department
from grandest_portal.accounts.actions.description import confirm_name, describe_organisation
from grandest_portal.accounts.actions.directory import ask_directory, store_finding
from grandest_portal.accounts.actions.inactivity import follow_inactive_accounts
from grandest_portal.accounts.actions.invitations import (
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    forget_unanswered_invitations,
    invite,
    revoke_invitation,
)
from grandest_portal.accounts.actions.memberships import (
    approve_membership,
    change_member,
    check_successor,
    end_due_delegations,
    end_membership,
    refuse_membership,
    transfer_administration,
)
from grandest_portal.accounts.actions.notices import acknowledge
from grandest_portal.accounts.actions.organisations import (
    check_speaker,
    commune_of,
    is_alone,
    register_organisation,
)
from grandest_portal.accounts.actions.partners import register_partner
from grandest_portal.accounts.actions.privacy import count_export, erase_account
from grandest_portal.accounts.actions.safety import note_safety_change
from grandest_portal.accounts.actions.sessions import close_sessions

__all__ = [
    "accept_invitation",
    "acknowledge",
    "approve_membership",
    "ask_directory",
    "change_member",
    "check_speaker",
    "check_successor",
    "close_department",
    "close_sessions",
    "commune_of",
    "confirm_address",
    "confirm_name",
    "count_export",
    "decline_invitation",
    "describe_organisation",
    "end_due_delegations",
    "end_membership",
    "erase_account",
    "expire_due_invitations",
    "follow_inactive_accounts",
    "forget_unanswered_invitations",
    "invite",
    "is_alone",
    "note_safety_change",
    "open_department",
    "refuse_membership",
    "register_organisation",
    "register_partner",
    "request_address_change",
    "revoke_invitation",
    "stop_address_change",
    "store_finding",
    "transfer_administration",
]
