"""Companies and what they offer."""

from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by

__all__ = ["Company", "CompanyQuerySet", "Solution", "SolutionQuerySet", "prepared_by"]
