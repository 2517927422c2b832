"""A sheet handed over to another company: proposed by an administrator, accepted or declined by the other side.

Until then nothing changes. The versions, documents, favourites and follows of the sheet go with it; interests and
meetings keep their company: those that are open must end first; what the word of the giver stood for ends
(`handing_over`). Locks: solution, transfer, what hangs from the sheet.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from suppliers.actions.common import administers, check_still, lock_for, lock_solution
from suppliers.actions.handing_over import end_word_of_giver
from suppliers.engagements import open_engagements
from suppliers.enums import TRANSFER_TRANSITIONS, TRANSFERABLE, TransferStatus
from suppliers.following import tell_new_holder
from suppliers.life_messages import (
    TransferAccepted,
    TransferDeclined,
    TransferProposed,
    TransferWithdrawn,
)
from suppliers.models import Company, SolutionTransfer
from suppliers.models.transfers import ONE_TRANSFER
from suppliers.permissions import (
    can_answer_transfer,
    can_withdraw_transfer,
    people_who_read,
    people_who_speak,
)


def company_at(kind, identifier, country):
    """The verified company known by this identifier; a refusal that says what to do otherwise."""
    rows = Company.objects.select_related("organisation")
    company = rows.filter(
        organisation__identifier_kind=kind,
        organisation__identifier=identifier,
        organisation__country=country,
        organisation__verified_at__isnull=False,
    ).first()
    if company is None:
        raise DomainError(
            _(
                "Aucune entreprise vérifiée n'est inscrite sous ce numéro. Demandez-lui de s'inscrire, puis "
                "proposez-lui la fiche."
            ),
            field="identifier",
        )
    return company


def check_transferable(solution):
    if solution.status not in TRANSFERABLE:
        raise DomainError(
            _("Une fiche se transmet publiée ou archivée ; celle-ci est dans l'état « %(now)s ».")
            % {"now": solution.get_status_display()}
        )
    engagements = open_engagements(solution)
    if engagements:
        raise DomainError(" ".join(engagements))


def check_taker(solution, taker):
    if taker.pk == solution.company_id:
        raise DomainError(_("Cette fiche est déjà celle de cette entreprise."), field="identifier")
    if not people_who_speak(taker).exists():
        raise DomainError(
            _("Personne ne représente encore %(company)s sur ce service : personne ne pourrait accepter.")
            % {"company": taker},
            field="identifier",
        )


@transaction.atomic
def propose_transfer(solution, *, taker, by, note=""):
    """Offer the sheet to the company `taker`; its people are told. One offer of a sheet at a time."""
    solution = lock_for(solution, administers, by=by)
    check_transferable(solution)
    check_taker(solution, taker)
    try:
        with transaction.atomic():
            transfer = SolutionTransfer.objects.create(
                solution=solution,
                giver=solution.company,
                taker=taker,
                note=note.strip(),
                author=by,
                created_at=timezone.now(),
            )
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != ONE_TRANSFER:
            raise
        raise DomainError(
            _("Une transmission de cette fiche attend déjà sa réponse : retirez-la d'abord.")
        ) from error
    record(solution, "solution.transfer_proposed", by=by, after={"taker": taker.pk}, reason=transfer.note)
    TransferProposed(transfer).send_to(people_who_speak(taker))
    return transfer


def lock_transfer(transfer, target, may, *, by):
    """(solution, transfer), both locked; refused when the offer may not become `target` any more, or not by `by`."""
    solution = lock_solution(transfer.solution)
    rows = SolutionTransfer.objects.select_for_update(of=("self",)).for_list()
    locked = rows.get(pk=transfer.pk)
    check_transition(locked, target, TRANSFER_TRANSITIONS)
    check_still(by, may, locked)
    locked.solution = solution
    return solution, locked


def answer(transfer, status, *, by, text=""):
    transfer.status, transfer.answer = status, text.strip()
    transfer.answered_by, transfer.answered_at = by, timezone.now()
    transfer.save(update_fields=["status", "answer", "answered_by", "answered_at"])


@transaction.atomic
def accept_transfer(transfer, *, by):
    """The sheet is `taker`'s from now on, without what the word of the giver stood for; both companies and its
    followers are told."""
    solution, transfer = lock_transfer(transfer, TransferStatus.ACCEPTED, can_answer_transfer, by=by)
    check_transferable(solution)
    if transfer.taker.organisation.verified_at is None or solution.company_id != transfer.giver_id:
        raise DomainError(_("Cette transmission n'est plus possible : demandez une nouvelle proposition."))
    end_word_of_giver(solution, transfer, by=by)
    solution.company = transfer.taker
    solution.save(update_fields=["company", "updated_at"])
    answer(transfer, TransferStatus.ACCEPTED, by=by)
    record(
        solution,
        "solution.transferred",
        by=by,
        before={"company": transfer.giver_id},
        after={"company": transfer.taker_id},
    )
    TransferAccepted(transfer).send_to([*people_who_read(transfer.giver), *people_who_read(transfer.taker)])
    if solution.is_published:
        tell_new_holder(solution)
        enqueue("needs.match_solution", solution.pk)
    return transfer


@transaction.atomic
def decline_transfer(transfer, *, by, reason=""):
    solution, transfer = lock_transfer(transfer, TransferStatus.DECLINED, can_answer_transfer, by=by)
    answer(transfer, TransferStatus.DECLINED, by=by, text=reason)
    record(solution, "solution.transfer_declined", by=by, reason=transfer.answer)
    TransferDeclined(transfer).send_to(people_who_read(transfer.giver))
    return transfer


@transaction.atomic
def withdraw_transfer(transfer, *, by):
    solution, transfer = lock_transfer(transfer, TransferStatus.WITHDRAWN, can_withdraw_transfer, by=by)
    answer(transfer, TransferStatus.WITHDRAWN, by=by)
    record(solution, "solution.transfer_withdrawn", by=by)
    TransferWithdrawn(transfer).send_to(people_who_speak(transfer.taker))
    return transfer
