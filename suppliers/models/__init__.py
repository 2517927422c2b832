"""Companies and what they offer."""

from suppliers.models.companies import Company, CompanyQuerySet
from suppliers.models.imports import (
    ClaimInvitation,
    ImportLine,
    Origin,
    SolutionImport,
    import_files,
)
from suppliers.models.solutions import Solution, SolutionQuerySet, prepared_by
from suppliers.models.transfers import SolutionTransfer, SolutionTransferQuerySet

__all__ = [
    "ClaimInvitation",
    "Company",
    "CompanyQuerySet",
    "ImportLine",
    "Origin",
    "Solution",
    "SolutionImport",
    "SolutionQuerySet",
    "SolutionTransfer",
    "SolutionTransferQuerySet",
    "import_files",
    "prepared_by",
]
