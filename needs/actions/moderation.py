"""What moderators decide about a submitted need. `by=None` is the system."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions import check_speaker
from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.versions import keep_version
from grandest_portal.reference.reasons import choose_reason
from grandest_portal.reports.actions import check_second_look
from needs.actions.common import lock_need, move
from needs.enums import NeedStatus
from needs.messages import NeedPublished, NeedRejected, NeedReturned, people_of_need
from needs.versioning import content_of
from needs.window import check_window, last_day


def check_moderator(need, by):
    if by is not None and not can_moderate(by, need.buyer.organisation):
        raise DomainError(_("Vous ne pouvez pas décider d'un besoin de votre propre organisation."))


def _tell_why(need, status, verb, by, chosen):
    values = {"moderation_reason": chosen.text, "moderation_reason_key": chosen.key}
    move(need, status, verb, by=by, reason=chosen.text, **values)


@transaction.atomic
def publish_need(need, *, by, at=None):
    """Make a submitted need public from the moment `at` (now by default); its window is counted from there."""
    need, at = lock_need(need, NeedStatus.PUBLISHED), at or timezone.now()
    check_moderator(need, by)
    check_second_look("need", need, by)
    check_speaker(need.buyer.organisation, need.author_id)
    check_window(need, timezone.localdate(at))
    move(
        need,
        NeedStatus.PUBLISHED,
        "need.published",
        by=by,
        published_at=at,
        sourcing_open_until=last_day(timezone.localdate(at), need.sourcing_days),
        approved_version=need.version,
    )
    keep_version(need, need.version, content_of(need), by=by, public=True)
    NeedPublished(need).send_to(people_of_need(need))
    enqueue("needs.match_need", need.pk)
    return need


@transaction.atomic
def return_need(need, *, by, reason, reason_key=""):
    """Send a submitted need back to its buyer, who reads why, mends and submits again.

    `reason_key` names a reason of the closed list, `reason` is what the moderator adds, or writes alone.
    """
    need = lock_need(need, NeedStatus.RETURNED)
    check_moderator(need, by)
    if not (reason_key or reason.strip()):
        raise DomainError(_("Dites à l'acheteur ce qui doit changer."), field="reason")
    chosen = choose_reason("return", "need", reason_key, reason, required=False)
    _tell_why(need, NeedStatus.RETURNED, "need.returned", by, chosen)
    NeedReturned(need).send_to(people_of_need(need))
    return need


@transaction.atomic
def reject_need(need, *, by, reason="", reason_key=""):
    """Refuse a submitted need; its buyer reads a reason of the closed list, and how to contest it.

    The system (`by=None`) may write a reason of its own.
    """
    need = lock_need(need, NeedStatus.REJECTED)
    check_moderator(need, by)
    check_second_look("need", need, by)
    chosen = choose_reason("reject", "need", reason_key, reason, required=by is not None)
    _tell_why(need, NeedStatus.REJECTED, "need.rejected", by, chosen)
    NeedRejected(need).send_to(people_of_need(need))
    return need
