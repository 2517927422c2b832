"""Memberships: the only place that writes their statuses."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import MEMBERSHIP_TRANSITIONS, MembershipStatus
from grandest_portal.accounts.models import Membership, Organisation
from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition


def _decide(membership, status, *, by, reason, verb):
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    check_transition(membership, status, MEMBERSHIP_TRANSITIONS)
    before = membership.status
    membership.status, membership.decided_at = status, timezone.now()
    membership.decision_reason = reason
    membership.save(update_fields=["status", "decided_at", "decision_reason"])
    record(membership, verb, by=by, before={"status": before}, after={"status": status}, reason=reason)
    return membership


def _check_moderator(membership, by):
    if by is not None and not can_moderate(by, membership.organisation):
        raise DomainError(_("Vous ne pouvez pas décider pour votre propre organisation."))


@transaction.atomic
def approve_membership(membership, *, by):
    """A moderator confirms that the person speaks for the organisation."""
    _check_moderator(membership, by)
    if Membership.objects.live().filter(user=membership.user_id).exclude(pk=membership.pk).exists():
        raise DomainError(_("Cette personne est déjà rattachée à une autre organisation."))
    membership = _decide(membership, MembershipStatus.APPROVED, by=by, reason="", verb="membership.approved")
    Organisation.objects.filter(pk=membership.organisation_id, verified_at=None).update(
        verified_at=membership.decided_at, updated_at=membership.decided_at
    )
    enqueue("notifications.membership_decided", membership.pk)
    return membership


@transaction.atomic
def refuse_membership(membership, *, by, reason):
    _check_moderator(membership, by)
    membership = _decide(
        membership, MembershipStatus.REFUSED, by=by, reason=reason, verb="membership.refused"
    )
    enqueue("notifications.membership_decided", membership.pk)
    return membership
