"""Tasks of the notifications room; ids only."""

from celery import shared_task
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import InactivityNotice, Membership, User
from grandest_portal.notifications import delivery
from grandest_portal.notifications.messages import (
    MembershipApproved,
    MembershipRefused,
    MembershipRequested,
    moderators,
)
from grandest_portal.notifications.privacy_messages import InactiveAccount, InactiveAccountHeld

SOLE_ADMINISTRATOR = gettext_lazy(
    "Cette personne est la seule qui administre une organisation où d'autres personnes sont rattachées : "
    "confiez l'administration à quelqu'un d'autre."
)
STAFF = gettext_lazy("C'est un compte de modération : il n'est jamais effacé sans que quelqu'un le décide.")


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
