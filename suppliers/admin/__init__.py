"""What moderators see of companies and their sheets."""

from suppliers.admin.companies import CompanyAdmin, SolutionTransferAdmin
from suppliers.admin.solutions import SolutionAdmin

__all__ = ["CompanyAdmin", "SolutionAdmin", "SolutionTransferAdmin"]
