"""What a moderator decides about a solution that was sent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions import check_speaker
from grandest_portal.accounts.permissions import can_moderate, read_again
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from grandest_portal.core.versions import keep_version
from grandest_portal.reference.reasons import choose_reason
from grandest_portal.reports.actions import check_second_look
from suppliers.actions.common import CONFIRMED, lock_solution, move
from suppliers.actions.origins import is_proved
from suppliers.enums import SOLUTION_APPEAL, SOLUTION_TRANSITIONS, SolutionStatus
from suppliers.following import tell_back
from suppliers.messages import SolutionPublished, SolutionRejected, SolutionReturned
from suppliers.permissions import readers_of
from suppliers.versioning import content_of


def check_moderator(solution, by):
    if by is not None:
        read_again(by)
    if by is not None and not can_moderate(by, solution.company.organisation):
        raise DomainError(
            _("Cette décision revient à la modération, et jamais à une personne de l'entreprise concernée.")
        )


@transaction.atomic
def publish_solution(solution, *, by, at=None):
    """A moderator puts it in the census (at `at`, now by default); matching with the open needs is asked for."""
    solution = lock_solution(solution)
    check_moderator(solution, by)
    check_transition(solution, SolutionStatus.PUBLISHED, SOLUTION_TRANSITIONS)
    check_second_look("solution", solution, by)
    if not is_proved(solution):
        check_speaker(solution.company.organisation, solution.author_id)
    solution.moderation_reason = solution.moderation_reason_key = ""
    at = at or timezone.now()
    solution = move(
        solution,
        SolutionStatus.PUBLISHED,
        by=by,
        verb="solution.published",
        published_at=at,
        archived_at=None,
        approved_version=solution.version,
        confirmed_at=at,
        **CONFIRMED,
    )
    keep_version(solution, solution.version, content_of(solution), by=by, public=True)
    SolutionPublished(solution).send_to(readers_of(solution))
    tell_back(solution)
    enqueue("needs.match_solution", solution.pk)
    return solution


def tell_why(solution, status, *, by, chosen, verb):
    solution.moderation_reason, solution.moderation_reason_key = chosen.text, chosen.key
    return move(solution, status, by=by, verb=verb, reason=chosen.text)


@transaction.atomic
def return_solution(solution, *, by, reason, reason_key=""):
    """A moderator asks for a change, and says which: by the closed list, in writing, or both."""
    solution = lock_solution(solution)
    check_moderator(solution, by)
    check_transition(solution, SolutionStatus.RETURNED, SOLUTION_TRANSITIONS)
    chosen = choose_reason("return", "solution", reason_key, reason, required=False)
    solution = tell_why(solution, SolutionStatus.RETURNED, by=by, chosen=chosen, verb="solution.returned")
    SolutionReturned(solution).send_to(readers_of(solution))
    return solution


@transaction.atomic
def reject_solution(solution, *, by, reason="", reason_key=""):
    """A moderator refuses it by a reason of the closed list; the company reads how to contest it."""
    solution = lock_solution(solution)
    check_moderator(solution, by)
    check_transition(solution, SolutionStatus.REJECTED, SOLUTION_TRANSITIONS)
    check_second_look("solution", solution, by)
    chosen = choose_reason("reject", "solution", reason_key, reason, required=by is not None)
    solution = tell_why(solution, SolutionStatus.REJECTED, by=by, chosen=chosen, verb="solution.rejected")
    SolutionRejected(solution).send_to(readers_of(solution))
    return solution


@transaction.atomic
def lift_solution_rejection(solution, *, by, reason):
    """After an appeal: it may be mended and sent again. Who may decide so, the room of appeals says."""
    solution = lock_solution(solution)
    solution.moderation_reason, solution.moderation_reason_key = reason, ""
    verb, status = "solution.rejection_lifted", SolutionStatus.RETURNED
    return move(solution, status, by=by, verb=verb, reason=reason, transitions=SOLUTION_APPEAL)
