"""Accounts on the moderation desk, one module per subject."""

from grandest_portal.accounts.admin.memberships import approve_and_publish, first_items_of
from grandest_portal.accounts.admin.organisations import OrganisationAdmin
from grandest_portal.accounts.admin.people import UserAdmin

__all__ = ["OrganisationAdmin", "UserAdmin", "approve_and_publish", "first_items_of"]
