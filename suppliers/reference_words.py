"""The references of a solution in words, for its files and tables: who uses it, when, with which result.

Never whom to ask: people who agreed to be asked are named on request alone, on a page that keeps who read it.
"""

from django.db.models import OuterRef

from grandest_portal.core.beside import listed, made, read_with
from suppliers.models import SolutionReference

PUBLIC = ("who", "year", "day", "result")


def references_beside():
    """The column `references_beside`: what a solution's references say to everybody, read with its row."""
    rows = SolutionReference.objects.filter(solution=OuterRef("pk")).for_list()
    return listed(rows, *PUBLIC)


def noted(solution):
    """[« Ville de Valbrune (2024) : un tiers de fuites en moins. »], the latest first."""
    told = read_with(
        solution, "references_beside", lambda: solution.reference_rows.for_list().values(*PUBLIC)
    )
    rows = [made(SolutionReference, each) for each in told]
    return [f"{row.who} ({row.when})\u00a0: {' '.join(row.result.split())}" for row in rows]


def in_one_cell(solution):
    """The noted ones, then what the company wrote of others: « …\u00a0; … »."""
    return "\u00a0; ".join(filter(None, [*noted(solution), solution.references]))


def in_lines(solution):
    """The same, one below the other."""
    return "\n".join(filter(None, [*noted(solution), solution.references]))
