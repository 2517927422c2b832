"""What companies fill in."""

from suppliers.forms.companies import (
    CompanyFields,
    CompanyProfileForm,
    CompanyRegistrationForm,
    company_initial,
)
from suppliers.forms.profile import COMPANY_SECTIONS, ContactForm, LabelForm, SiteForm
from suppliers.forms.solutions import SOLUTION_STEPS, NewForm, SolutionCPVField, WhatForm, WhereForm

__all__ = [
    "COMPANY_SECTIONS",
    "SOLUTION_STEPS",
    "CompanyFields",
    "CompanyProfileForm",
    "CompanyRegistrationForm",
    "ContactForm",
    "LabelForm",
    "NewForm",
    "SiteForm",
    "SolutionCPVField",
    "WhatForm",
    "WhereForm",
    "company_initial",
]
