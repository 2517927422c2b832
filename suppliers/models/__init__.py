"""Companies and what they offer."""

from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by
from suppliers.models.transfers import SolutionTransfer, SolutionTransferQuerySet

__all__ = [
    "Company",
    "CompanyQuerySet",
    "Solution",
    "SolutionQuerySet",
    "SolutionTransfer",
    "SolutionTransferQuerySet",
    "prepared_by",
]
