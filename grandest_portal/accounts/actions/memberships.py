"""Memberships: the only place that writes their statuses and roles.

Whatever could leave an organisation without administrator locks the organisation's row first: two who leave at
the same moment see one another.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import MEMBERSHIP_TRANSITIONS, MembershipRole, MembershipStatus
from grandest_portal.accounts.models import Department, Membership, Organisation
from grandest_portal.accounts.permissions import (
    can_administer,
    can_change_member,
    can_decide_membership,
    can_leave,
    can_moderate,
    read_again,
)
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition


def lock_membership(membership, by):
    """The membership as it stands now, its organisation locked, so that decisions about its people queue up; the
    rights of `by` are those of this moment too, not of the page that they opened."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    membership.organisation = organisation
    read_again(by)
    return membership


def _decide(membership, status, *, by, reason, verb):
    check_transition(membership, status, MEMBERSHIP_TRANSITIONS)
    before = membership.status
    membership.status, membership.decided_at = status, timezone.now()
    membership.decision_reason = reason
    membership.save(update_fields=["status", "decided_at", "decision_reason"])
    record(membership, verb, by=by, before={"status": before}, after={"status": status}, reason=reason)
    return membership


def _check_decider(membership, by):
    if by is None or can_decide_membership(by, membership):
        return
    if membership.user_id == by.pk or by.is_staff:
        raise DomainError(_("Vous ne pouvez pas décider pour votre propre organisation."))
    raise DomainError(
        _("Seules la modération et l'administration de l'organisation décident d'un rattachement.")
    )


def check_successor(membership):
    """The organisation keeps an administrator: `membership` is locked together with its organisation."""
    if membership.role != MembershipRole.ADMINISTRATOR or not membership.is_approved:
        return
    others = Membership.objects.administrators().filter(organisation=membership.organisation_id)
    if not others.exclude(pk=membership.pk).filter(user__is_active=True).exists():
        raise DomainError(
            _(
                "%(organisation)s n'aurait plus d'administrateur : confiez d'abord l'administration à une autre "
                "personne. S'il n'y en a pas, écrivez-nous."
            )
            % {"organisation": membership.organisation}
        )


@transaction.atomic
def approve_membership(membership, *, by):
    """Confirm that the person speaks for the organisation: a moderator, or its administrator for who joins it."""
    membership = lock_membership(membership, by)
    _check_decider(membership, by)
    if Membership.objects.live().own().filter(user=membership.user_id).exclude(pk=membership.pk).exists():
        raise DomainError(_("Cette personne est déjà rattachée à une autre organisation."))
    _settle_role(membership)
    membership = _decide(membership, MembershipStatus.APPROVED, by=by, reason="", verb="membership.approved")
    Organisation.objects.filter(pk=membership.organisation_id, verified_at=None).update(
        verified_at=membership.decided_at, updated_at=membership.decided_at
    )
    enqueue("notifications.membership_decided", membership.pk)
    return membership


def _settle_role(membership):
    """Who is approved where nobody administers takes it on. Who came first, but is approved after somebody else
    took it on, does not get it for having been first: the administrator gives it, or not."""
    administered = (
        Membership.objects.administrators().filter(organisation=membership.organisation_id).exists()
    )
    if administered and membership.role == MembershipRole.ADMINISTRATOR:
        membership.role = MembershipRole.EDITOR
    elif not administered and not membership.is_delegated:
        membership.role = MembershipRole.ADMINISTRATOR
    membership.save(update_fields=["role"])


@transaction.atomic
def refuse_membership(membership, *, by, reason):
    membership = lock_membership(membership, by)
    _check_decider(membership, by)
    membership = _decide(
        membership, MembershipStatus.REFUSED, by=by, reason=reason, verb="membership.refused"
    )
    enqueue("notifications.membership_decided", membership.pk)
    return membership


@transaction.atomic
def change_member(membership, *, role, department, by):
    """Give a colleague or a delegate another role or department; the last administrator stays one."""
    membership = lock_membership(membership, by)
    if not can_change_member(by, membership):
        raise DomainError(_("Seule l'administration de l'organisation change les rôles, sauf le sien."))
    if membership.is_delegated and role == MembershipRole.ADMINISTRATOR:
        raise DomainError(
            _("Une personne déléguée n'administre pas l'organisation : choisissez un autre rôle.")
        )
    if role != membership.role:
        check_successor(membership)
    department = _own_department(membership.organisation_id, department)
    before = {"role": membership.role, "department": str(membership.department or "")}
    membership.role, membership.department = role, department
    after = {"role": role, "department": str(department or "")}
    if before != after:
        membership.save(update_fields=["role", "department"])
        record(membership, "membership.changed", by=by, before=before, after=after)
        enqueue("notifications.membership_changed", membership.pk)
    return membership


def _own_department(organisation_pk, department):
    if department is None:
        return None
    return (
        Department.objects.filter(pk=department.pk, organisation=organisation_pk, closed_at=None).first()
        or _refuse_department()
    )


def _refuse_department():
    raise DomainError(_("Ce service n'existe plus : choisissez-en un autre."), field="department")


@transaction.atomic
def transfer_administration(membership, *, by):
    """Hand one's own administration over to a colleague, in one step: there is always exactly who answers for it."""
    membership = lock_membership(membership, by)
    if not can_change_member(by, membership) or membership.is_delegated:
        raise DomainError(_("L'administration se confie à une personne validée de votre organisation."))
    mine = Membership.objects.select_for_update(of=("self",)).get(
        user=by, organisation=membership.organisation_id, status=MembershipStatus.APPROVED
    )
    for each, role in [(membership, MembershipRole.ADMINISTRATOR), (mine, MembershipRole.EDITOR)]:
        before, each.role = each.role, role
        each.save(update_fields=["role"])
        record(each, "membership.changed", by=by, before={"role": before}, after={"role": role})
        enqueue("notifications.membership_changed", each.pk)
    return membership


@transaction.atomic
def end_membership(membership, *, by, reason=""):
    """Leave (the person), remove (an administrator, a moderator) or let a delegation run out (the system)."""
    membership = lock_membership(membership, by)
    own = by is not None and by.pk == membership.user_id
    allowed = (
        by is None
        or (own and can_leave(by, membership))
        or (not own and can_administer(by, membership.organisation))
        or can_moderate(by, membership.organisation)
    )
    if not allowed:
        raise DomainError(_("Seules la personne et l'administration de l'organisation y mettent fin."))
    moderated = by is not None and not own and can_moderate(by, membership.organisation)
    if by is not None and not moderated:
        check_successor(membership)
    membership = _decide(membership, MembershipStatus.ENDED, by=by, reason=reason, verb="membership.ended")
    enqueue("notifications.membership_ended", membership.pk, by.pk if by else None)
    return membership


def end_due_delegations(on):
    """End the delegations whose last day lies before the date `on`. Returns how many."""
    due = Membership.objects.live().delegated().filter(ends_on__lt=on).order_by("pk")
    ended = 0
    for membership in due:
        with transaction.atomic():
            membership = lock_membership(membership, None)
            if membership.status in {MembershipStatus.APPROVED, MembershipStatus.REQUESTED}:
                end_membership(membership, by=None, reason=_("La délégation est arrivée à son terme."))
                ended += 1
    return ended
