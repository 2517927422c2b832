"""Companies and what they offer."""

from suppliers.models.assessments import Assessment, AssessmentQuerySet
from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.routes import SolutionRoute, SolutionRouteQuerySet
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by

__all__ = [
    "Assessment",
    "AssessmentQuerySet",
    "Company",
    "CompanyQuerySet",
    "Solution",
    "SolutionQuerySet",
    "SolutionRoute",
    "SolutionRouteQuerySet",
    "prepared_by",
]
