"""Companies and what they offer."""

from suppliers.models.access import AccessReading, AccessRequest
from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.keywords import KeywordProposal
from suppliers.models.references import SolutionReference
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by

__all__ = [
    "AccessReading",
    "AccessRequest",
    "Company",
    "CompanyQuerySet",
    "KeywordProposal",
    "Solution",
    "SolutionQuerySet",
    "SolutionReference",
    "prepared_by",
]
