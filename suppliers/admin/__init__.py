"""What moderators see of companies and their sheets."""

from suppliers.admin.companies import CompanyAdmin, SolutionTransferAdmin
from suppliers.admin.innovation import AssessmentAdmin, SolutionRouteAdmin
from suppliers.admin.keywords import KeywordProposalAdmin
from suppliers.admin.labels import CompanyLabelAdmin, LabelAdmin
from suppliers.admin.origins import OriginAdmin
from suppliers.admin.solutions import SolutionAdmin

__all__ = [
    "AssessmentAdmin",
    "CompanyAdmin",
    "CompanyLabelAdmin",
    "KeywordProposalAdmin",
    "LabelAdmin",
    "OriginAdmin",
    "SolutionAdmin",
    "SolutionRouteAdmin",
    "SolutionTransferAdmin",
]
