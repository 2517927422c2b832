"""What becomes of a published solution."""

from django.db import transaction
from django.utils import timezone

from grandest_portal.core.jobs import enqueue
from suppliers.actions.common import lock_solution, move
from suppliers.enums import SolutionStatus
from suppliers.following import tell_gone


@transaction.atomic
def archive_solution(solution, *, by):
    """Take it out of the census; its matches are computed again. It may be edited and sent again."""
    solution = move(
        lock_solution(solution),
        SolutionStatus.ARCHIVED,
        by=by,
        verb="solution.archived",
        archived_at=timezone.now(),
    )
    tell_gone(solution)
    enqueue("needs.match_solution", solution.pk)
    return solution
