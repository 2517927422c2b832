"""Companies and what they offer."""

from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.labels import CompanyLabel, Label
from suppliers.models.profile import CompanyContact, CompanySite
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by

__all__ = [
    "Company",
    "CompanyContact",
    "CompanyLabel",
    "CompanyQuerySet",
    "CompanySite",
    "Label",
    "Solution",
    "SolutionQuerySet",
    "prepared_by",
]
