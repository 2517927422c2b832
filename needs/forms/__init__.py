"""The forms of a need: the steps of its text, and one small form for each event of its life."""

from needs.forms.events import (
    AbandonForm,
    AwardForm,
    CloseForm,
    ConsultationForm,
    CorrectionForm,
    DirectPurchaseForm,
    EarlyEndForm,
    JoinForm,
    UnawardedForm,
)
from needs.forms.steps import AMENDMENT_STEPS, NEED_STEPS

__all__ = [
    "AMENDMENT_STEPS",
    "NEED_STEPS",
    "AbandonForm",
    "AwardForm",
    "CloseForm",
    "ConsultationForm",
    "CorrectionForm",
    "DirectPurchaseForm",
    "EarlyEndForm",
    "JoinForm",
    "UnawardedForm",
]
