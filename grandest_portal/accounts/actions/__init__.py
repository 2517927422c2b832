"""The verbs of accounts, one module per subject."""

from grandest_portal.accounts.actions.addresses import (
    confirm_address,
    request_address_change,
    stop_address_change,
)
from grandest_portal.accounts.actions.memberships import approve_membership, refuse_membership
from grandest_portal.accounts.actions.organisations import check_speaker, commune_of, register_organisation
from grandest_portal.accounts.actions.safety import note_safety_change
from grandest_portal.accounts.actions.sessions import close_sessions

__all__ = [
    "approve_membership",
    "check_speaker",
    "close_sessions",
    "commune_of",
    "confirm_address",
    "note_safety_change",
    "refuse_membership",
    "register_organisation",
    "request_address_change",
    "stop_address_change",
]
