"""What moderators decide about a submitted need. `by=None` is the system."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions import check_speaker
from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.versions import keep_version
from needs.actions.common import lock_need, move, written
from needs.enums import NeedStatus
from needs.messages import NeedPublished, NeedRejected, NeedReturned, people_of_need
from needs.versioning import content_of
from needs.window import check_window, last_day


def check_moderator(need, by):
    if by is not None and not can_moderate(by, need.buyer.organisation):
        raise DomainError(_("Vous ne pouvez pas décider d'un besoin de votre propre organisation."))


@transaction.atomic
def publish_need(need, *, by, at=None):
    """Make a submitted need public from the moment `at` (now by default); its window is counted from there."""
    need, at = lock_need(need, NeedStatus.PUBLISHED), at or timezone.now()
    check_moderator(need, by)
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
def return_need(need, *, by, reason):
    """Send a submitted need back to its buyer, who reads `reason`, mends and submits again."""
    need = lock_need(need, NeedStatus.RETURNED)
    check_moderator(need, by)
    reason = written(reason, _("Dites à l'acheteur ce qui doit changer."), "reason")
    move(need, NeedStatus.RETURNED, "need.returned", by=by, reason=reason, moderation_reason=reason)
    NeedReturned(need).send_to(people_of_need(need))
    return need


@transaction.atomic
def reject_need(need, *, by, reason):
    """Refuse a submitted need for good; its buyer reads `reason`."""
    need = lock_need(need, NeedStatus.REJECTED)
    check_moderator(need, by)
    reason = written(reason, _("Dites à l'acheteur pourquoi ce besoin n'est pas publié."), "reason")
    move(need, NeedStatus.REJECTED, "need.rejected", by=by, reason=reason, moderation_reason=reason)
    NeedRejected(need).send_to(people_of_need(need))
    return need
