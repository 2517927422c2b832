"""People, organisations, and who speaks for whom."""

from grandest_portal.accounts.models.memberships import Membership
from grandest_portal.accounts.models.organisations import Organisation, Partner
from grandest_portal.accounts.models.people import User
from grandest_portal.accounts.models.privacy import InactivityNotice, NoticeAcceptance

__all__ = ["InactivityNotice", "Membership", "NoticeAcceptance", "Organisation", "Partner", "User"]
