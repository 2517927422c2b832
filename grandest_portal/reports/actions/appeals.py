"""Contesting a rejection, once and in time; another moderator answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.messages import moderators
from grandest_portal.reports.appeals import appealable, rejection_of
from grandest_portal.reports.enums import APPEAL_TRANSITIONS, AppealStatus
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.messages import AppealAnswered, AppealFiled
from grandest_portal.reports.models import Appeal
from grandest_portal.reports.permissions import can_decide_appeal, is_alone

LONGEST_TITLE = Appeal._meta.get_field("title").max_length


@transaction.atomic
def file_appeal(kind, thing, *, by, text):
    """Contest the rejection of a thing of a Kind; returns the Appeal."""
    text = text.strip()
    if not text:
        raise DomainError(_("Dites pourquoi ce refus vous semble une erreur."), field="text")
    rejection = rejection_of(kind, thing)
    if not appealable(kind, thing):
        raise DomainError(
            _(
                "Ce refus ne se conteste pas, ou plus : il l'a déjà été, son délai est passé, ou le texte n'est plus "
                "refusé."
            )
        )
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                kind=kind.key,
                object_pk=thing.pk,
                title=str(thing)[:LONGEST_TITLE],
                author=by,
                text=text,
                rejected_at=rejection.at,
                rejected_by=rejection.by,
                rejection_reason=thing.moderation_reason,
            )
    except IntegrityError as error:
        raise DomainError(_("Ce refus a déjà été contesté : il ne se conteste qu'une fois.")) from error
    record(appeal, "appeal.filed", by=by, after={"text": text})
    AppealFiled(appeal).send_to(each for each in moderators() if can_decide_appeal(each, appeal))
    return appeal


def locked_for_decision(appeal, status, by):
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    check_transition(appeal, status, APPEAL_TRANSITIONS)
    if can_decide_appeal(by, appeal):
        return appeal
    if appeal.rejected_by_id == by.pk and is_alone(by):
        raise DomainError(
            _(
                "Vous êtes seul à modérer et vous avez refusé ce texte : une personne qui administre le service doit "
                "décider, ou ouvrir un second compte de modération."
            )
        )
    raise DomainError(
        _(
            "Une autre personne de la modération décide : vous avez refusé ce texte ou vous l'avez contesté, ou il "
            "touche votre organisation."
        )
    )


def answer(appeal, status, *, by, reason, verb):
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Dites pourquoi : la personne lira votre réponse."), field="reason")
    appeal.status, appeal.decided_by, appeal.decided_at = status, by, timezone.now()
    appeal.reason = reason
    appeal.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    before = {"status": AppealStatus.OPEN}
    record(appeal, verb, by=by, before=before, after={"status": status}, reason=reason)
    return appeal


@transaction.atomic
def maintain_rejection(appeal, *, by, reason):
    """The rejection stands; the author reads why, and who may be asked next."""
    appeal = locked_for_decision(appeal, AppealStatus.MAINTAINED, by)
    appeal = answer(appeal, AppealStatus.MAINTAINED, by=by, reason=reason, verb="appeal.maintained")
    tell(appeal)
    return appeal


@transaction.atomic
def lift_rejection(appeal, *, by, reason):
    """The rejection falls: the thing may be mended and sent again."""
    appeal = locked_for_decision(appeal, AppealStatus.LIFTED, by)
    appeal = answer(appeal, AppealStatus.LIFTED, by=by, reason=reason, verb="appeal.lifted")
    thing = appeal.thing
    if thing is None:
        raise DomainError(_("Ce texte n'existe plus."))
    KINDS[appeal.kind].lift(thing, by=by, reason=appeal.reason)
    tell(appeal)
    return appeal


def tell(appeal):
    thing = appeal.thing
    if thing is not None:
        AppealAnswered(appeal).send_to(KINDS[appeal.kind].people(thing))
