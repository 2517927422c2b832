"""What becomes of a published solution."""

from django.db import transaction
from django.utils import timezone

from grandest_portal.core.jobs import enqueue
from suppliers.actions.common import CONFIRMED, lock_for, move
from suppliers.enums import SolutionStatus
from suppliers.following import tell_gone
from suppliers.permissions import speaks_for


@transaction.atomic
def archive_solution(solution, *, by):
    """Take it out of the census; its matches are computed again. It may be edited and sent again."""
    return leave_census(lock_for(solution, speaks_for, by=by), by=by, at=timezone.now())


def leave_census(solution, *, by, at, reason=""):
    """Archive a locked row."""
    solution = move(
        solution,
        SolutionStatus.ARCHIVED,
        by=by,
        verb="solution.archived",
        reason=reason,
        archived_at=at,
        **CONFIRMED,
    )
    tell_gone(solution)
    enqueue("needs.match_solution", solution.pk)
    return solution
