"""When the company's agreement reached a moderator by another way: noted down, and the solution goes to be read."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.errors import DomainError
from suppliers.actions.common import lock_solution, move
from suppliers.actions.drafting import missing_answers_of
from suppliers.actions.origins import decide, origin_of
from suppliers.enums import OriginStatus, SolutionStatus


@transaction.atomic
def prove_origin(origin, *, by, reason):
    """A moderator writes how the company agreed. The solution is then read and decided like any other."""
    if origin.solution is None:
        raise DomainError(_("Cette fiche a été effacée."))
    solution = lock_solution(origin.solution)
    origin = origin_of(solution)
    for organisation in (origin.company.organisation, origin.partner.organisation):
        if not can_moderate(by, organisation):
            raise DomainError(_("Cette décision revient à une personne de la modération étrangère aux deux."))
    missing = missing_answers_of(solution)
    if missing:
        raise DomainError(
            _("Il manque à la fiche : %(answers)s. Le partenaire la complète par un nouvel import.")
            % {"answers": ", ".join(missing)}
        )
    decide(origin, OriginStatus.CONFIRMED, by=by, proof=reason)
    verb, now = "solution.submitted", timezone.now()
    move(solution, SolutionStatus.SUBMITTED, by=by, verb=verb, submitted_at=now, reason=reason)
    return origin
