"""People, organisations, and who speaks for whom."""

from grandest_portal.accounts.models.directory import DirectoryRecord
from grandest_portal.accounts.models.memberships import Department, Invitation, Membership
from grandest_portal.accounts.models.organisations import Organisation, Partner
from grandest_portal.accounts.models.people import User

__all__ = [
    "Department",
    "DirectoryRecord",
    "Invitation",
    "Membership",
    "Organisation",
    "Partner",
    "User",
]
