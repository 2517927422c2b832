"""What moderators see of companies and their sheets."""

from suppliers.admin.companies import CompanyAdmin, SolutionTransferAdmin
from suppliers.admin.keywords import KeywordProposalAdmin
from suppliers.admin.labels import CompanyLabelAdmin, LabelAdmin
from suppliers.admin.origins import OriginAdmin
from suppliers.admin.solutions import SolutionAdmin

__all__ = [
    "CompanyAdmin",
    "CompanyLabelAdmin",
    "KeywordProposalAdmin",
    "LabelAdmin",
    "OriginAdmin",
    "SolutionAdmin",
    "SolutionTransferAdmin",
]
