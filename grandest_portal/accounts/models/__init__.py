"""People, organisations, who speaks for whom, and addresses that change."""

from grandest_portal.accounts.models.addresses import AddressChange
from grandest_portal.accounts.models.directory import DirectoryRecord
from grandest_portal.accounts.models.memberships import Department, Invitation, Membership
from grandest_portal.accounts.models.organisations import Organisation, Partner
from grandest_portal.accounts.models.people import User
from grandest_portal.accounts.models.privacy import InactivityNotice, NoticeAcceptance

__all__ = [
    "AddressChange",
    "Department",
    "DirectoryRecord",
    "InactivityNotice",
    "Invitation",
    "Membership",
    "NoticeAcceptance",
    "Organisation",
    "Partner",
    "User",
]
