"""What companies fill in."""

from suppliers.forms.companies import (
    CompanyFields,
    CompanyProfileForm,
    CompanyRegistrationForm,
    company_initial,
)
from suppliers.forms.documents import PictureForm, SheetDocumentForm
from suppliers.forms.profile import COMPANY_SECTIONS, ContactForm, LabelForm, SiteForm
from suppliers.forms.references import AccessForm, AnswerForm, KeywordForm, ReferenceForm
from suppliers.forms.sheet import CommitmentsForm, DeploymentForm, ReferencesForm
from suppliers.forms.solutions import SOLUTION_STEPS, NewForm, SolutionCPVField, WhatForm, WhereForm
from suppliers.forms.transfers import TransferAnswerForm, TransferForm

__all__ = [
    "COMPANY_SECTIONS",
    "SOLUTION_STEPS",
    "AccessForm",
    "AnswerForm",
    "CommitmentsForm",
    "CompanyFields",
    "CompanyProfileForm",
    "CompanyRegistrationForm",
    "ContactForm",
    "DeploymentForm",
    "KeywordForm",
    "LabelForm",
    "NewForm",
    "PictureForm",
    "ReferenceForm",
    "ReferencesForm",
    "SheetDocumentForm",
    "SiteForm",
    "SolutionCPVField",
    "TransferAnswerForm",
    "TransferForm",
    "WhatForm",
    "WhereForm",
    "company_initial",
]
