"""Invitations: an administrator vouches for a colleague, or delegates to a consultant for a limited time."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.enums import (
    INVITATION_TRANSITIONS,
    InvitationStatus,
    MembershipKind,
    MembershipRole,
    MembershipStatus,
)
from grandest_portal.accounts.models import Invitation, Membership, Organisation, User
from grandest_portal.accounts.permissions import can_administer, can_answer_invitation, read_again
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue
from grandest_portal.core.transitions import check_transition
from grandest_portal.reference.models import Parameter

LIFETIME = "invitation_days"
DAILY_LIMIT = "invitations_per_day"
TRACE = "invitation_trace_days"
LONGEST_DELEGATION = "delegation_days_max"


@transaction.atomic
def invite(organisation, *, email, role, by, department=None, agency="", ends_on=None):
    """Ask the person who reads `email` to speak for the organisation; with `ends_on`, to act for it until then.

    The answer is the same whether or not an account has this address: nobody learns who is registered.
    Returns the Invitation, PENDING.
    """
    at, email = timezone.now(), email.lower()
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    read_again(by)
    if not can_administer(by, organisation):
        raise DomainError(_("Seule l'administration de l'organisation invite."))
    _check_number(organisation, at)
    if ends_on is not None:
        _check_delegation(role, ends_on, timezone.localdate(at))
    if Membership.objects.live().filter(organisation=organisation, user__email__lower=email).exists():
        raise DomainError(_("Cette personne fait déjà partie de votre équipe."), field="email")
    expire_due_invitations(at, organisation)
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=role,
        department=department,
        agency=agency,
        ends_on=ends_on,
        kind=MembershipKind.DELEGATED if ends_on else MembershipKind.OWN,
        invited_by=by,
        created_at=at,
        expires_at=at + timedelta(days=Parameter.objects.value(LIFETIME, timezone.localdate(at))),
    )
    _insert(invitation)
    record(invitation, "invitation.sent", by=by, after=_terms(invitation))
    enqueue("notifications.invitation_sent", invitation.pk)
    return invitation


def _insert(invitation):
    """The database refuses a second pending invitation of an address, even when both come at the same moment."""
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise DomainError(
            _(
                "Une invitation attend déjà la réponse de cette personne : retirez-la pour en envoyer une autre."
            ),
            field="email",
        ) from None


def _terms(invitation):
    terms = {"role": invitation.role, "kind": invitation.kind}
    if invitation.ends_on:
        terms |= {"ends_on": invitation.ends_on, "agency": invitation.agency}
    return terms


def _check_number(organisation, at):
    limit = Parameter.objects.value(DAILY_LIMIT, timezone.localdate(at))
    sent = Invitation.objects.filter(organisation=organisation, created_at__gt=at - timedelta(days=1)).count()
    if sent >= limit:
        raise DomainError(
            _("Votre organisation a envoyé %(limit)s invitations en un jour : continuez demain.")
            % {"limit": limit}
        )


def _check_delegation(role, ends_on, today):
    if role == MembershipRole.ADMINISTRATOR:
        raise DomainError(_("Une délégation ne donne pas l'administration."), field="role")
    longest = Parameter.objects.value(LONGEST_DELEGATION, today)
    if not today <= ends_on <= today + timedelta(days=longest):
        raise DomainError(
            _("Une délégation se termine dans les %(days)s jours : vous pourrez la renouveler.")
            % {"days": longest},
            field="ends_on",
        )


def _close(invitation, status, *, by, verb):
    check_transition(invitation, status, INVITATION_TRANSITIONS)
    invitation.status, invitation.decided_at = status, timezone.now()
    invitation.save(update_fields=["status", "decided_at"])
    record(invitation, verb, by=by, after={"status": status})
    return invitation


def _lock(invitation):
    """Organisation first, as everywhere, then the invitation."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=invitation.organisation_id)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    invitation.organisation = organisation
    return invitation


@transaction.atomic
def revoke_invitation(invitation, *, by):
    invitation = _lock(invitation)
    read_again(by)
    if not can_administer(by, invitation.organisation):
        raise DomainError(_("Seule l'administration de l'organisation retire une invitation."))
    return _close(invitation, InvitationStatus.REVOKED, by=by, verb="invitation.revoked")


@transaction.atomic
def decline_invitation(invitation, *, by):
    invitation = _lock(invitation)
    _check_guest(invitation, by)
    return _close(invitation, InvitationStatus.DECLINED, by=by, verb="invitation.declined")


def _check_guest(invitation, by):
    if not can_answer_invitation(by, invitation):
        raise DomainError(_("Cette invitation a été envoyée à une autre adresse que les vôtres."))


@transaction.atomic
def accept_invitation(invitation, *, by):
    """Become a member, approved by the administrator who invited. Returns the Membership."""
    at = timezone.now()
    by = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    invitation = _lock(invitation)
    _check_guest(invitation, by)
    if invitation.status == InvitationStatus.PENDING and invitation.expires_at <= at:
        raise DomainError(_("Cette invitation a expiré : demandez-en une autre."))
    if invitation.ends_on is not None and invitation.ends_on < timezone.localdate(at):
        raise DomainError(_("La délégation proposée est déjà terminée : demandez une autre invitation."))
    _check_inviter(invitation)
    _check_room(invitation, by)
    _close(invitation, InvitationStatus.ACCEPTED, by=by, verb="invitation.accepted")
    membership = Membership.objects.create(
        user=by,
        organisation=invitation.organisation,
        kind=invitation.kind,
        role=invitation.role,
        department=_open_department(invitation),
        agency=invitation.agency,
        ends_on=invitation.ends_on,
        status=MembershipStatus.APPROVED,
        requested_at=at,
        decided_at=at,
    )
    verb = "delegation.granted" if membership.is_delegated else "membership.invited"
    record(membership, verb, by=by, after={**_terms(invitation), "invitation": invitation.pk})
    enqueue("notifications.invitation_accepted", membership.pk)
    return membership


def _open_department(invitation):
    """The department of an invitation, unless it was closed since."""
    department = invitation.department
    return department if department is not None and department.closed_at is None else None


def _check_inviter(invitation):
    """Who vouched must still be able to: an administrator who left since vouches for nobody."""
    vouches = Membership.objects.administrators().filter(
        organisation=invitation.organisation, user=invitation.invited_by_id, user__is_active=True
    )
    if not vouches.exists():
        raise DomainError(
            _(
                "La personne qui vous a invité n'administre plus cette organisation : demandez une autre invitation."
            )
        )


def _check_room(invitation, by):
    live = Membership.objects.live().filter(user=by)
    if live.filter(organisation=invitation.organisation).exists():
        raise DomainError(_("Vous faites déjà partie de cette équipe."))
    if invitation.kind == MembershipKind.OWN and live.own().exists():
        raise DomainError(
            _("Vous êtes déjà rattaché à une organisation : quittez-la d'abord, puis acceptez l'invitation.")
        )


def expire_due_invitations(at, organisation=None):
    """Close the invitations, of one organisation or of all, that nobody answered before `at`. Returns how many."""
    rows = Invitation.objects.overdue(at)
    rows = rows if organisation is None else rows.filter(organisation=organisation)
    due = list(rows.order_by("pk").values_list("pk", flat=True))
    expired = 0
    for pk in due:
        with transaction.atomic():
            invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=pk)
            if invitation.status == InvitationStatus.PENDING:
                _close(invitation, InvitationStatus.EXPIRED, by=None, verb="invitation.expired")
                expired += 1
    return expired


def forget_unanswered_invitations(at):
    """Delete the invitations that nobody answered, expired longer ago than the parameter says; how many.

    Their address is perhaps that of somebody who has no account, and never asked for anything.
    """
    days = Parameter.objects.value(TRACE, timezone.localdate(at))
    unanswered = Invitation.objects.filter(status__in=[InvitationStatus.EXPIRED, InvitationStatus.REVOKED])
    return unanswered.filter(expires_at__lt=at - timedelta(days=days)).delete()[0]
