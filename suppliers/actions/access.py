"""What a company gives on request: asked by a buyer, granted or refused, taken back; and who opened it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import approved_organisation_of, membership_of, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from suppliers.access_messages import AccessAnswered, AccessAsked, AccessWithdrawn, person_who_asked
from suppliers.actions.common import lock_solution
from suppliers.audience import audiences_of, can_ask_access, granted_request, is_buyer, request_of
from suppliers.enums import ACCESS_TRANSITIONS, AccessStatus
from suppliers.models import AccessReading, AccessRequest
from suppliers.permissions import can_decide_access, readers_of


@transaction.atomic
def ask_access(solution, *, reason, by):
    """A buyer asks for what the solution gives on request; one living request for each organisation."""
    solution = lock_solution(solution)
    read_again(by)
    known = request_of(by, solution)
    if known is not None and known.is_live:
        raise DomainError(
            _("Votre organisation a déjà fait cette demande : sa réponse se lira sur la fiche.")
        )
    if not is_buyer(by):
        raise DomainError(_("Seule une personne d'un acheteur public vérifié demande cet accès."))
    if not can_ask_access(by, solution):
        raise DomainError(_("Cette fiche ne donne rien sur demande, ou n'est plus publiée."))
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Dites pourquoi vous demandez cet accès : l'entreprise le lira."), field="reason")
    asked = AccessRequest.objects.create(
        solution=solution, organisation=approved_organisation_of(by), person=by, reason=reason
    )
    after = {"solution": solution.pk, "organisation": asked.organisation_id}
    record(asked, "access.asked", by=by, after=after, reason=reason)
    AccessAsked(asked).send_to(readers_of(solution))
    return asked


def lock_request(asked, *, by):
    """The request, locked after its solution; refused to who does not speak for the company of this moment."""
    solution = lock_solution(asked.solution)
    rows = AccessRequest.objects.select_for_update(of=("self",)).select_related("organisation", "person")
    asked = rows.get(pk=asked.pk)
    asked.solution = solution
    if by is not None:
        read_again(by)
        if not can_decide_access(by, solution):
            raise DomainError(_("Cette décision revient aux personnes qui parlent pour l'entreprise."))
    return asked


def answer(asked, status, verb, *, by, words):
    check_transition(asked, status, ACCESS_TRANSITIONS)
    before = {"status": asked.status}
    asked.status, asked.answer, asked.decided_by, asked.decided_at = status, words, by, timezone.now()
    asked.save(update_fields=["status", "answer", "decided_by", "decided_at"])
    record(asked, verb, by=by, before=before, after={"status": status}, reason=words)
    return asked


@transaction.atomic
def grant_access(asked, *, by, words=""):
    """The people of the organisation read what is given on request, until the company takes it back."""
    asked = answer(
        lock_request(asked, by=by), AccessStatus.GRANTED, "access.granted", by=by, words=words.strip()
    )
    AccessAnswered(asked).send_to(person_who_asked(asked))
    return asked


@transaction.atomic
def refuse_access(asked, *, by, words):
    asked = lock_request(asked, by=by)
    words = words.strip()
    if not words:
        raise DomainError(_("Dites pourquoi : l'organisation qui a demandé le lira."), field="words")
    asked = answer(asked, AccessStatus.REFUSED, "access.refused", by=by, words=words)
    AccessAnswered(asked).send_to(person_who_asked(asked))
    return asked


@transaction.atomic
def withdraw_access(asked, *, by, words):
    """Nothing more is read from now on; what was read stays in the log."""
    asked = lock_request(asked, by=by)
    words = words.strip()
    if not words:
        raise DomainError(_("Dites pourquoi : l'organisation qui avait accès le lira."), field="words")
    asked = answer(asked, AccessStatus.WITHDRAWN, "access.withdrawn", by=by, words=words)
    AccessWithdrawn(asked).send_to(person_who_asked(asked))
    return asked


@transaction.atomic
def log_reading(asked, *, by, names=(), document=None):
    """Keep that a person opened these answers, or one document, under a request that is granted.

    Returns None when it was taken back in between: nothing is to be shown then.
    """
    rows = AccessRequest.objects.select_for_update(of=("self",)).granted()
    asked = rows.filter(pk=asked.pk).first()
    if asked is None:
        return None
    membership_of(by)  # it says on the person for whom they act now
    return AccessReading.objects.create(
        request=asked, reader=by, acting=by.acting_label, names=list(names), document=document
    )


def log_download(user, solution, attachment):
    """Note that a document given on request is about to be given; False when the access was taken back meanwhile."""
    if attachment.audience in audiences_of(user, solution):
        return True
    request = granted_request(user, solution)
    return request is not None and log_reading(request, by=user, document=attachment.pk) is not None
