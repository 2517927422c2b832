"""Territories, CPV codes, and the dated figures and wordings of the portal: data, never written in code."""

from grandest_portal.reference.models.activities import ActivityCode
from grandest_portal.reference.models.buyers import LegalForm, MailDomain
from grandest_portal.reference.models.checks import PracticeCheck
from grandest_portal.reference.models.cpv import CPVCode
from grandest_portal.reference.models.dated import Parameter, Threshold, Wording
from grandest_portal.reference.models.files import LoadedFile
from grandest_portal.reference.models.innovation import AssessmentQuestion, PurchaseRoute
from grandest_portal.reference.models.keywords import Keyword
from grandest_portal.reference.models.moderation import ModerationReason, SensitiveRule
from grandest_portal.reference.models.sectors import Sector, SectorCode
from grandest_portal.reference.models.territories import FormerCommune, Territory

__all__ = [
    "ActivityCode",
    "AssessmentQuestion",
    "CPVCode",
    "FormerCommune",
    "Keyword",
    "LegalForm",
    "LoadedFile",
    "MailDomain",
    "ModerationReason",
    "Parameter",
    "PracticeCheck",
    "PurchaseRoute",
    "Sector",
    "SectorCode",
    "SensitiveRule",
    "Territory",
    "Threshold",
    "Wording",
]
