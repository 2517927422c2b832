"""People, organisations, and who speaks for whom."""

from grandest_portal.accounts.models.directory import DirectoryRecord
from grandest_portal.accounts.models.memberships import Membership
from grandest_portal.accounts.models.organisations import Organisation, Partner
from grandest_portal.accounts.models.people import User

__all__ = ["DirectoryRecord", "Membership", "Organisation", "Partner", "User"]
