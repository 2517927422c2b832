"""The life of a published need: its exchanges close, then its buyer says what follows."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.dates import day
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.seen import check_seen
from grandest_portal.core.web_addresses import WebAddressValidator, why_refused
from grandest_portal.follow.enums import Topic
from grandest_portal.reference.models import Parameter
from needs.actions.common import lock_need, move, written
from needs.enums import AWAITING_OUTCOME, LEFT_EXCHANGES, NeedStatus
from needs.following import CORRECTED, EVENTS, tell_followers
from needs.messages import (
    NeedAbandoned,
    NeedAwarded,
    NeedClosed,
    NeedConsultationLaunched,
    NeedDirectPurchaseRecorded,
    NeedOutcomeAsked,
    NeedUnawarded,
    people_of_need,
)
from needs.models import Need
from needs.window import check_end

LONGEST_LINK = 500
CONSULTATION_TEXT = ("consultation_url", "consultation_deadline")
https = WebAddressValidator(schemes=["https"])


def secure_link(url, field):
    """`url` when it is a complete https address, the only kind that the portal sends people to."""
    url = url.strip()
    try:
        https(url)
    except ValidationError as error:
        incomplete = _("Donnez l'adresse complète de la page ; elle commence par https://")
        raise DomainError(why_refused(error, incomplete), field=field) from None
    if len(url) > LONGEST_LINK:
        raise DomainError(_("Cette adresse est trop longue : 500 caractères au plus."), field=field)
    return url


def leave_exchanges(need, status, verb, message, *, by, at, reason="", early_reason="", **values):
    """One exit: the first one also ends the exchanges. Tells the buyer's people, followers, and the matching."""
    if need.closed_at is None:
        values["closed_at"] = at
    if need.status == NeedStatus.PUBLISHED and by is not None and status != NeedStatus.ABANDONED:
        check_end(need, timezone.localdate(at), early_reason.strip())
    if early_reason.strip():
        values["short_window_reason"] = early_reason.strip()
    move(need, status, verb, by=by, reason=reason, **values)
    message(need).send_to(people_of_need(need))
    tell_followers(need, EVENTS[status])
    enqueue("needs.match_need", need.pk)
    if status in LEFT_EXCHANGES:
        enqueue("meetings.cancel_for_need", need.pk)
    return need


@transaction.atomic
def close_need(need, *, by, early_reason=""):
    """End the exchanges now, before the announced day; before the shortest length, with a public reason."""
    need = lock_need(need, NeedStatus.CLOSED)
    return leave_exchanges(
        need,
        NeedStatus.CLOSED,
        "need.closed",
        NeedClosed,
        by=by,
        at=timezone.now(),
        early_reason=early_reason,
    )


@transaction.atomic
def close_if_due(pk, at):
    """Close one need unless somebody moved it, or its window, since it was found; True when closed."""
    need = (
        Need.objects.select_for_update(of=("self",))
        .select_related("buyer__organisation")
        .window_over(timezone.localdate(at))
        .filter(pk=pk)
        .first()
    )
    if need is None:
        return False
    leave_exchanges(need, NeedStatus.CLOSED, "need.closed", NeedClosed, by=None, at=at)
    return True


def close_due_needs(at):
    """Close every need whose last day is over in Paris at the moment `at`; returns how many were closed.

    Each in its own transaction: a crash on one leaves the others closed, the next run takes up the rest.
    """
    due = Need.objects.window_over(timezone.localdate(at)).order_by("pk").values_list("pk", flat=True)
    return sum(close_if_due(pk, at) for pk in list(due))


@transaction.atomic
def launch_consultation(need, *, by, url, deadline, early_reason="", at=None):
    """The consultation is out, elsewhere: `url` (https) leads to it, `deadline` (aware) is later than `at` (now)."""
    need, now = lock_need(need, NeedStatus.CONSULTATION), at or timezone.now()
    url = secure_link(url, "url")
    if deadline <= now:
        raise DomainError(
            _("La date limite est passée : donnez une date et une heure à venir."), field="deadline"
        )
    return leave_exchanges(
        need,
        NeedStatus.CONSULTATION,
        "need.consultation_launched",
        NeedConsultationLaunched,
        by=by,
        at=now,
        early_reason=early_reason,
        consultation_url=url,
        consultation_deadline=deadline,
    )


@transaction.atomic
def correct_consultation(need, *, by, url, deadline, seen=None):
    """Mend the address or the deadline of a consultation that was announced; followers are told.

    `seen` is the mark of those that were on screen.
    """
    need, now = lock_need(need), timezone.now()
    if need.status != NeedStatus.CONSULTATION:
        raise DomainError(_("Aucune consultation n'est annoncée pour ce besoin : il n'y a rien à corriger."))
    values = {"consultation_url": secure_link(url, "url"), "consultation_deadline": deadline}
    if deadline <= now:
        raise DomainError(
            _("La date limite est passée : donnez une date et une heure à venir."), field="deadline"
        )
    if all(getattr(need, name) == value for name, value in values.items()):
        return need
    check_seen(seen, need, CONSULTATION_TEXT)
    move(need, NeedStatus.CONSULTATION, "need.consultation_corrected", by=by, **values)
    NeedConsultationLaunched(need).send_to(people_of_need(need))
    tell_followers(need, CORRECTED, Topic.TEXT)
    return need


@transaction.atomic
def record_direct_purchase(need, *, by, article, reason, early_reason=""):
    """The buyer buys without consultation: by which `article`, for which `reason`, both published."""
    need = lock_need(need, NeedStatus.DIRECT_PURCHASE)
    article = written(article, _("Dites sur quel article se fonde l'achat direct."), "article")
    reason = written(reason, _("Dites pourquoi cet article s'applique : tous le liront."), "reason")
    return leave_exchanges(
        need,
        NeedStatus.DIRECT_PURCHASE,
        "need.direct_purchase_recorded",
        NeedDirectPurchaseRecorded,
        by=by,
        at=timezone.now(),
        early_reason=early_reason,
        direct_purchase_article=article,
        direct_purchase_reason=reason,
    )


@transaction.atomic
def abandon_need(need, *, by, reason):
    """The need ends without purchase; `reason` is published."""
    need = lock_need(need, NeedStatus.ABANDONED)
    reason = written(
        reason, _("Dites pourquoi le besoin est abandonné : les entreprises le liront."), "reason"
    )
    return leave_exchanges(
        need,
        NeedStatus.ABANDONED,
        "need.abandoned",
        NeedAbandoned,
        by=by,
        at=timezone.now(),
        reason=reason,
        abandon_reason=reason,
        outcome_at=timezone.now(),
    )


@transaction.atomic
def award_need(need, *, by, to, on, url):
    """The purchase is made: holder `to`, date `on`, and the https `url` of the award notice ("" when none)."""
    need = lock_need(need, NeedStatus.AWARDED)
    to = written(to, _("Donnez le nom du titulaire."), "to")
    if on > timezone.localdate():
        raise DomainError(_("Cette date est à venir : revenez quand le marché sera attribué."), field="on")
    if need.published_at and on < timezone.localdate(need.published_at):
        raise DomainError(_("Cette date précède la publication du besoin : vérifiez-la."), field="on")
    now = timezone.now()
    check_consultation_over(need, on, now)
    move(
        need,
        NeedStatus.AWARDED,
        "need.awarded",
        by=by,
        awarded_to=to,
        awarded_on=on,
        outcome_at=now,
        award_notice_url=secure_link(url, "url") if url else "",
    )
    NeedAwarded(need).send_to(people_of_need(need))
    tell_followers(need, EVENTS[NeedStatus.AWARDED])
    return need


def check_consultation_over(need, on, now):
    """Refuse an award said, or dated, before the deadline that companies count on."""
    deadline = need.consultation_deadline
    if deadline is None:
        return
    if now < deadline:
        sentence = _(
            "L'attribution ne peut pas être publiée avant la date limite de la consultation (%(day)s). Si la "
            "procédure s'arrête, dites plutôt pourquoi rien n'est attribué."
        )
        raise DomainError(sentence % {"day": day(deadline)}, field="on")
    if on < timezone.localdate(deadline):
        sentence = _("Cette date précède la date limite de la consultation (%(day)s) : vérifiez-la.")
        raise DomainError(sentence % {"day": day(deadline)}, field="on")


@transaction.atomic
def unaward_need(need, *, by, reason):
    """The purchase ends without holder, even before the deadline of its consultation; `reason` is published."""
    need = lock_need(need, NeedStatus.UNAWARDED)
    reason = written(reason, _("Dites pourquoi rien n'est attribué : les entreprises le liront."), "reason")
    move(
        need,
        NeedStatus.UNAWARDED,
        "need.unawarded",
        by=by,
        reason=reason,
        no_award_reason=reason,
        outcome_at=timezone.now(),
    )
    NeedUnawarded(need).send_to(people_of_need(need))
    tell_followers(need, EVENTS[NeedStatus.UNAWARDED])
    return need


def outcome_due(need):
    """The moment from which the outcome of a need is owed: the end of its consultation, or its direct purchase."""
    return need.consultation_deadline or need.closed_at


def ask_outcomes(at):
    """Ask the buyers whose consultation is over what became of it, again every `outcome_reminder_days`; how many."""
    pause = timedelta(days=Parameter.objects.value("outcome_reminder_days", timezone.localdate(at)))
    waiting = Need.objects.filter(status__in=AWAITING_OUTCOME).order_by("pk")
    return sum(ask_outcome(need.pk, at, pause) for need in list(waiting.only("pk")))


@transaction.atomic
def ask_outcome(pk, at, pause):
    """Ask once; False when the outcome came meanwhile, is not owed yet, or was asked less than `pause` ago."""
    rows = Need.objects.select_for_update(of=("self",)).select_related("buyer__organisation")
    need = rows.filter(pk=pk, status__in=AWAITING_OUTCOME).first()
    if need is None or outcome_due(need) is None or outcome_due(need) > at:
        return False
    if need.outcome_asked_at is not None and need.outcome_asked_at + pause > at:
        return False
    need.outcome_asked_at = at
    need.save(update_fields=["outcome_asked_at", "updated_at"])
    NeedOutcomeAsked(need).send_to(people_of_need(need))
    return True
