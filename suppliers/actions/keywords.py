"""A term that a company misses: proposed, then taken into the vocabulary or not by a moderator."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from grandest_portal.accounts.permissions import can_moderate, writing_organisation_of
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.messages import moderators
from grandest_portal.reference.actions import save_edited_row
from grandest_portal.reference.models import Keyword
from suppliers.access_messages import KeywordDecided
from suppliers.enums import PROPOSAL_TRANSITIONS, ProposalStatus
from suppliers.messages import KeywordProposed
from suppliers.models import KeywordProposal
from suppliers.permissions import can_propose_keyword


@transaction.atomic
def propose_keyword(*, label, reason, by, sector=None):
    """Ask moderators for a term; one that is known, or asked already, is said to be so."""
    if not can_propose_keyword(by):
        raise DomainError(_("Seules les personnes d'une entreprise proposent un mot clé."))
    if Keyword.objects.in_force(timezone.localdate()).named([label]).exists():
        raise DomainError(_("« %(label)s » est déjà dans la liste.") % {"label": label}, field="label")
    waiting = KeywordProposal.objects.filter(status=ProposalStatus.PROPOSED, label__iexact=label)
    if waiting.exists():
        raise DomainError(
            _("« %(label)s » est déjà proposé : la modération le lira.") % {"label": label}, field="label"
        )
    proposal = KeywordProposal.objects.create(
        label=label, sector=sector, reason=reason, organisation=writing_organisation_of(by), author=by
    )
    record(proposal, "keyword.proposed", by=by, after={"label": label})
    KeywordProposed(proposal).send_to(moderators())
    return proposal


def decide(proposal, status, verb, *, by, reason=""):
    proposal = (
        KeywordProposal.objects.select_for_update(of=("self",))
        .select_related("organisation", "author", "sector")
        .get(pk=proposal.pk)
    )
    if by is not None and not can_moderate(by, proposal.organisation):
        raise DomainError(
            _("Cette décision revient à la modération, et jamais à une personne de l'entreprise concernée.")
        )
    check_transition(proposal, status, PROPOSAL_TRANSITIONS)
    proposal.status, proposal.moderation_reason, proposal.decided_at = status, reason, timezone.now()
    proposal.save(update_fields=["status", "moderation_reason", "decided_at"])
    record(proposal, verb, by=by, after={"status": status}, reason=reason)
    if proposal.author is not None:
        KeywordDecided(proposal).send_to([proposal.author])
    return proposal


@transaction.atomic
def accept_keyword(proposal, *, by):
    """The term is in the vocabulary from today."""
    proposal = decide(proposal, ProposalStatus.ACCEPTED, "keyword.accepted", by=by)
    today = timezone.localdate()
    if not Keyword.objects.in_force(today).named([proposal.label]).exists():
        key = free_key(slugify(proposal.label))
        row = Keyword(key=key, label=proposal.label, sector=proposal.sector, starts_on=today)
        row.full_clean()
        save_edited_row(row, by=by)
    return proposal


def free_key(key):
    """A key that no row has had: « eau », else « eau-2 »."""
    key, number = key[:56] or "terme", 2
    wanted = key
    while Keyword.objects.filter(key=wanted).exists():
        wanted, number = f"{key}-{number}", number + 1
    return wanted


@transaction.atomic
def refuse_keyword(proposal, *, by, reason, reason_key=""):
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Écrivez la raison : la personne qui a proposé ce terme la lira."))
    return decide(proposal, ProposalStatus.REFUSED, "keyword.refused", by=by, reason=reason)
