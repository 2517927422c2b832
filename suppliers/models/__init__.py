"""Companies and what they offer."""

from suppliers.models.access import AccessReading, AccessRequest
from suppliers.models.assessments import Assessment, AssessmentQuerySet
from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.draws import DrawnDay, SolutionDraw
from suppliers.models.imports import ClaimInvitation, ImportLine, Origin, SolutionImport, import_files
from suppliers.models.keywords import KeywordProposal
from suppliers.models.labels import CompanyLabel, Label
from suppliers.models.profile import CompanyContact, CompanySite
from suppliers.models.references import SolutionReference
from suppliers.models.routes import SolutionRoute, SolutionRouteQuerySet
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by
from suppliers.models.transfers import SolutionTransfer, SolutionTransferQuerySet

__all__ = [
    "AccessReading",
    "AccessRequest",
    "Assessment",
    "AssessmentQuerySet",
    "ClaimInvitation",
    "Company",
    "CompanyContact",
    "CompanyLabel",
    "CompanyQuerySet",
    "CompanySite",
    "DrawnDay",
    "ImportLine",
    "KeywordProposal",
    "Label",
    "Origin",
    "Solution",
    "SolutionDraw",
    "SolutionImport",
    "SolutionQuerySet",
    "SolutionReference",
    "SolutionRoute",
    "SolutionRouteQuerySet",
    "SolutionTransfer",
    "SolutionTransferQuerySet",
    "import_files",
    "prepared_by",
]
