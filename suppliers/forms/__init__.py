"""What companies fill in."""

from suppliers.forms.companies import (
    HEADCOUNTS,
    CompanyFields,
    CompanyProfileForm,
    CompanyRegistrationForm,
    company_initial,
)
from suppliers.forms.documents import PictureForm, SheetDocumentForm
from suppliers.forms.references import AccessForm, AnswerForm, KeywordForm, ReferenceForm
from suppliers.forms.sheet import CommitmentsForm, DeploymentForm, ReferencesForm
from suppliers.forms.solutions import SOLUTION_STEPS, NewForm, SolutionCPVField, WhatForm, WhereForm
from suppliers.forms.transfers import TransferAnswerForm, TransferForm

__all__ = [
    "HEADCOUNTS",
    "SOLUTION_STEPS",
    "AccessForm",
    "AnswerForm",
    "CommitmentsForm",
    "CompanyFields",
    "CompanyProfileForm",
    "CompanyRegistrationForm",
    "DeploymentForm",
    "KeywordForm",
    "NewForm",
    "PictureForm",
    "ReferenceForm",
    "ReferencesForm",
    "SheetDocumentForm",
    "SolutionCPVField",
    "TransferAnswerForm",
    "TransferForm",
    "WhatForm",
    "WhereForm",
    "company_initial",
]
