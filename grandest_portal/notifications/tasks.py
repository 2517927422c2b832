"""Tasks of the notifications room; ids only."""

from celery import shared_task

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Membership, User
from grandest_portal.notifications import delivery
from grandest_portal.notifications.messages import (
    IdentityLinked,
    IdentityUnlinked,
    MembershipApproved,
    MembershipRefused,
    MembershipRequested,
    moderators,
)


@shared_task(name="notifications.deliver_email")
def deliver_email(pk):
    delivery.deliver(pk)


def membership_with_names(pk):
    return Membership.objects.select_related("user", "organisation").get(pk=pk)


@shared_task(name="notifications.membership_requested")
def membership_requested(pk):
    membership = membership_with_names(pk)
    if membership.status == MembershipStatus.REQUESTED:
        MembershipRequested(membership).send_to(moderators())


@shared_task(name="notifications.membership_decided")
def membership_decided(pk):
    membership = membership_with_names(pk)
    if membership.status == MembershipStatus.APPROVED:
        MembershipApproved(membership).send_to([membership.user])
    elif membership.status == MembershipStatus.REFUSED:
        MembershipRefused(membership).send_to([membership.user])


@shared_task(name="notifications.identity_linked")
def identity_linked(pk):
    IdentityLinked().send_to(User.objects.filter(pk=pk))


@shared_task(name="notifications.identity_unlinked")
def identity_unlinked(pk):
    IdentityUnlinked().send_to(User.objects.filter(pk=pk))
