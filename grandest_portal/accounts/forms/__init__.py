"""The forms of accounts, one module per subject."""

from grandest_portal.accounts.forms.organisations import OrganisationForm, compact_identifier
from grandest_portal.accounts.forms.partners import PartnerRegistrationForm
from grandest_portal.accounts.forms.signup import SignupDetailsForm

__all__ = ["OrganisationForm", "PartnerRegistrationForm", "SignupDetailsForm", "compact_identifier"]
