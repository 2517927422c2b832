"""The forms of accounts, one module per subject."""

from grandest_portal.accounts.forms.identifiers import IdentifierForm, compact_identifier
from grandest_portal.accounts.forms.organisations import DescriptionForm, OrganisationForm
from grandest_portal.accounts.forms.partners import PartnerRegistrationForm
from grandest_portal.accounts.forms.signup import SignupDetailsForm

__all__ = [
    "DescriptionForm",
    "IdentifierForm",
    "OrganisationForm",
    "PartnerRegistrationForm",
    "SignupDetailsForm",
    "compact_identifier",
]
