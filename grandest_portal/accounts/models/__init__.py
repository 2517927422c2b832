"""People, organisations, who speaks for whom, and addresses that change."""

from grandest_portal.accounts.models.addresses import AddressChange
from grandest_portal.accounts.models.memberships import Membership
from grandest_portal.accounts.models.organisations import Organisation, Partner
from grandest_portal.accounts.models.people import User

__all__ = ["AddressChange", "Membership", "Organisation", "Partner", "User"]
