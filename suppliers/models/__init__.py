"""Companies and what they offer."""

from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.draws import DrawnDay, SolutionDraw
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by

__all__ = [
    "Company",
    "CompanyQuerySet",
    "DrawnDay",
    "Solution",
    "SolutionDraw",
    "SolutionQuerySet",
    "prepared_by",
]
