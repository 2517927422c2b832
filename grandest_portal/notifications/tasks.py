"""Tasks of the notifications room; ids only."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.enums import InvitationStatus, MembershipStatus
from grandest_portal.accounts.models import InactivityNotice, Invitation, Membership, User
from grandest_portal.notifications import delivery
from grandest_portal.notifications.account_messages import IdentityLinked, IdentityUnlinked
from grandest_portal.notifications.actions import forget_sent_mails
from grandest_portal.notifications.messages import moderators
from grandest_portal.notifications.privacy_messages import InactiveAccount, InactiveAccountHeld
from grandest_portal.notifications.team_messages import (
    InvitationAccepted,
    InvitationSent,
    MemberLeft,
    MembershipApproved,
    MembershipChanged,
    MembershipEnded,
    MembershipRefused,
    MembershipRequested,
)

SOLE_ADMINISTRATOR = gettext_lazy(
    "Cette personne est la seule qui administre une organisation où d'autres personnes sont rattachées : "
    "confiez l'administration à quelqu'un d'autre."
)
STAFF = gettext_lazy("C'est un compte de modération : il n'est jamais effacé sans que quelqu'un le décide.")


@shared_task(name="notifications.deliver_email")
def deliver_email(pk):
    delivery.deliver(pk)


@shared_task(name="notifications.forget_sent_mails")
def forget_sent(at=None):
    """Forget the mails sent long before `at` (ISO 8601 with its offset; now by default)."""
    return forget_sent_mails(timezone.now() if at is None else datetime.fromisoformat(at))


def membership_with_names(pk):
    return Membership.objects.select_related("user", "organisation", "department").get(pk=pk)


def administrators_of(membership):
    """The other people who administer the organisation of a membership."""
    rows = Membership.objects.administrators().filter(organisation=membership.organisation_id)
    return User.objects.filter(pk__in=rows.values("user")).exclude(pk=membership.user_id).order_by("pk")


@shared_task(name="notifications.membership_requested")
def membership_requested(pk):
    membership = membership_with_names(pk)
    if membership.status == MembershipStatus.REQUESTED:
        MembershipRequested(membership).send_to(moderators())
        if membership.organisation.verified_at is not None:
            MembershipRequested(membership, to_team=True).send_to(administrators_of(membership))


@shared_task(name="notifications.membership_decided")
def membership_decided(pk):
    membership = membership_with_names(pk)
    if membership.status == MembershipStatus.APPROVED:
        MembershipApproved(membership).send_to([membership.user])
    elif membership.status == MembershipStatus.REFUSED:
        MembershipRefused(membership).send_to([membership.user])


@shared_task(name="notifications.membership_changed")
def membership_changed(pk):
    membership = membership_with_names(pk)
    if membership.status == MembershipStatus.APPROVED:
        MembershipChanged(membership).send_to([membership.user])


@shared_task(name="notifications.membership_ended")
def membership_ended(pk, by_pk):
    """Told to the person unless they left by themselves, and to the administrators unless one of them did it."""
    membership = membership_with_names(pk)
    if membership.status != MembershipStatus.ENDED:
        return
    if by_pk != membership.user_id:
        MembershipEnded(membership).send_to([membership.user])
    MemberLeft(membership).send_to(administrators_of(membership).exclude(pk=by_pk))


@shared_task(name="notifications.invitation_sent")
def invitation_sent(pk):
    invitation = Invitation.objects.select_related("organisation", "invited_by").get(pk=pk)
    if invitation.status == InvitationStatus.PENDING:
        InvitationSent(invitation).send()


@shared_task(name="notifications.invitation_accepted")
def invitation_accepted(pk):
    membership = membership_with_names(pk)
    InvitationAccepted(membership).send_to(administrators_of(membership))


@shared_task(name="notifications.inactive_warning")
def inactive_warning(pk, last_warning):
    """Nothing to say to somebody who came back meanwhile."""
    notice = InactivityNotice.objects.select_related("user").filter(pk=pk).first()
    if notice and (notice.user.last_login or notice.user.date_joined) == notice.last_seen:
        message = InactiveAccount(notice.last_seen, notice.erase_on, last_warning)
        message.send_to([notice.user])


@shared_task(name="notifications.inactive_held")
def inactive_held(pk):
    person = User.objects.get(pk=pk)
    reason = STAFF if person.is_staff else SOLE_ADMINISTRATOR
    InactiveAccountHeld(person, reason).send_to(moderators())


@shared_task(name="notifications.identity_linked")
def identity_linked(pk):
    IdentityLinked().send_to(User.objects.filter(pk=pk))


@shared_task(name="notifications.identity_unlinked")
def identity_unlinked(pk):
    IdentityUnlinked().send_to(User.objects.filter(pk=pk))
