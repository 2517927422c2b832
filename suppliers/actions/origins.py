"""What becomes of a solution that a partner prepared: its company confirms or declines it.

Nothing here publishes: a confirmed solution goes through the same reading as any other.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.seen import check_read
from grandest_portal.core.transitions import check_transition
from suppliers.actions.common import lock_solution
from suppliers.enums import ORIGIN_TRANSITIONS, LineResult, OriginStatus
from suppliers.messages import PreparedDeclined
from suppliers.models import ImportLine, Origin
from suppliers.permissions import can_decide_origin, people_of_partner
from suppliers.versioning import FIELDS, content_of

VERBS = {OriginStatus.CONFIRMED: "origin.confirmed", OriginStatus.DECLINED: "origin.declined"}


def origin_of(solution):
    """The locked origin of a solution, itself locked before; None for one that its company wrote."""
    return (
        Origin.objects.select_for_update(of=("self",))
        .select_related("company__organisation", "partner__organisation")
        .filter(solution=solution.pk)
        .first()
    )


def decide(origin, status, *, by, **fields):
    """Write the end of the wait; the address of the contact serves no more."""
    check_transition(origin, status, ORIGIN_TRANSITIONS)
    origin.status, origin.decided_at, origin.decided_by, origin.contact = status, timezone.now(), by, ""
    for name, value in fields.items():
        setattr(origin, name, value)
    origin.save()
    empty_lines(origin, contact="")
    record(origin, VERBS[status], by=by, after={"status": status, **fields})
    return origin


def empty_lines(origin, **values):
    """Write over what the partner's files hold about this sheet, whichever of them became it; the origin is locked.

    A line that a job is importing stays with that job: it waits for the origin, then does the same
    (`importing.heed_decision`).
    """
    about = ImportLine.objects.filter(batch__partner=origin.partner_id, key=origin.key)
    about.exclude(result=LineResult.VALID).update(**values)
    free = about.filter(result=LineResult.VALID).select_for_update(skip_locked=True, of=("self",))
    ImportLine.objects.filter(pk__in=[line.pk for line in free.order_by("pk")]).update(**values)


def check_of_company(origin, by):
    if by is not None:
        read_again(by)
    if by is None or not can_decide_origin(by, origin):
        raise DomainError(_("Cette décision revient aux personnes qui parlent pour l'entreprise."))


def settle_origin(solution, *, by):
    """The company sends the solution as its own: that confirms it. Nothing to do for one that it wrote."""
    origin = origin_of(solution)
    if origin is not None and origin.is_waiting:
        check_of_company(origin, by)
        decide(origin, OriginStatus.CONFIRMED, by=by)


@transaction.atomic
def confirm_origin(solution, *, by, seen=None):
    """The company takes the draft over as its own; it is to be sent like any other. `seen` holds the marks of the
    text that was on screen."""
    solution = lock_solution(solution)
    origin = origin_of(solution)
    if origin is None:
        raise DomainError(_("Cette fiche n'a pas été préparée par un partenaire."))
    check_of_company(origin, by)
    check_transition(origin, OriginStatus.CONFIRMED, ORIGIN_TRANSITIONS)
    check_read(seen, content_of(solution), FIELDS.labels, current=solution)
    decide(origin, OriginStatus.CONFIRMED, by=by)
    solution.author = by
    solution.save(update_fields=["author", "updated_at"])
    return solution


def let_go_origin(solution, *, by, reason=""):
    """Before a draft is erased: the origin says who declined it, what was received is erased, the partner is told."""
    origin = origin_of(solution)
    if origin is None or not origin.is_waiting:
        return
    check_of_company(origin, by)
    empty_lines(origin, values={}, problems=[], contact="")
    decide(origin, OriginStatus.DECLINED, by=by, reason=reason)
    PreparedDeclined(origin, solution.title).send_to(people_of_partner(origin.partner))


def is_proved(solution):
    """A moderator noted the company's agreement: nobody of it needs to have sent the solution."""
    return (
        Origin.objects.filter(solution=solution.pk, status=OriginStatus.CONFIRMED).exclude(proof="").exists()
    )
