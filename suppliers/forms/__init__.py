"""What companies fill in."""

from suppliers.forms.companies import (
    HEADCOUNTS,
    CompanyFields,
    CompanyProfileForm,
    CompanyRegistrationForm,
    company_initial,
)
from suppliers.forms.solutions import SOLUTION_STEPS, NewForm, SolutionCPVField, WhatForm, WhereForm
from suppliers.forms.transfers import TransferAnswerForm, TransferForm

__all__ = [
    "HEADCOUNTS",
    "SOLUTION_STEPS",
    "CompanyFields",
    "CompanyProfileForm",
    "CompanyRegistrationForm",
    "NewForm",
    "SolutionCPVField",
    "TransferAnswerForm",
    "TransferForm",
    "WhatForm",
    "WhereForm",
    "company_initial",
]
