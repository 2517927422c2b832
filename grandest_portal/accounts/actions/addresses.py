"""Changing one's address: asked by the person, confirmed from the new mailbox and from the old one."""

import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions.sessions import close_sessions
from grandest_portal.accounts.enums import ADDRESS_CHANGE_TRANSITIONS, AddressChangeStatus, InvitationStatus
from grandest_portal.accounts.models import AddressChange, Invitation, User
from grandest_portal.accounts.models.addresses import digest_of
from grandest_portal.core import personal
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from grandest_portal.reference.models import Parameter


def is_taken(email, user):
    """True when another account holds this address, whatever the case."""
    lowered = email.lower()
    return (
        User.objects.filter(email__lower=lowered).exclude(pk=user.pk).exists()
        or EmailAddress.objects.filter(email__lower=lowered).exclude(user=user).exists()
    )


def lifetime(at):
    """How long the links of a change live, a timedelta."""
    return timedelta(hours=Parameter.objects.value("address_change_hours", timezone.localdate(at)))


def _write(prefix, email, **context):
    get_adapter().render_mail(f"account/email/{prefix}", email, context).send()


def _url(name, token):
    return settings.SITE_URL + reverse(name, args=[token])


def _write_to_new(change, email, token):
    """To the new mailbox: its link, or without `token` that the address belongs to another account."""
    if token is None:
        _write("address_taken", email, link_url="")
        return
    _write(
        "address_new",
        email,
        link_url=_url("account_address_confirm", token),
        link_label=_("Confirmer cette adresse"),
        expires_at=change.expires_at,
    )


def _write_to_old(change, email, token, stop):
    _write(
        "address_old",
        email,
        link_url=_url("account_address_confirm", token),
        link_label=_("Accepter le changement"),
        stop_url=_url("account_address_stop", stop),
        expires_at=change.expires_at,
    )


def _close(change, status):
    check_transition(change, status, ADDRESS_CHANGE_TRANSITIONS)
    change.status = status
    change.new_email = change.new_link = change.old_link = change.stop_link = ""
    change.save()


@transaction.atomic
def request_address_change(user, *, new_email, by):
    """Write to both mailboxes; nothing changes before both have confirmed. A former request is replaced.

    Whether the new address already belongs to another account is told to that mailbox alone: neither the answer
    nor the number of mails depends on it. Returns the AddressChange.
    """
    # In lower case, as django-allauth keeps and looks for them.
    new_email = new_email.lower()
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.email.lower() == new_email:
        raise DomainError(_("C'est déjà l'adresse de votre compte : donnez-en une autre."), field="email")
    for former in AddressChange.objects.filter(user=user, status=AddressChangeStatus.PENDING):
        _close(former, AddressChangeStatus.REPLACED)
    taken, at = is_taken(new_email, user), timezone.now()
    new, old, stop = (secrets.token_urlsafe(32) for _link in range(3))
    change = AddressChange.objects.create(
        user=user,
        new_email=new_email,
        new_link="" if taken else digest_of(new),
        old_link=digest_of(old),
        stop_link=digest_of(stop),
        requested_at=at,
        expires_at=at + lifetime(at),
    )
    record(user, "user.address_change_requested", by=by)
    _write_to_new(change, new_email, None if taken else new)
    _write_to_old(change, user.email, old, stop)
    return change


def _opened(token, links):
    """The change that this link opens, locked after its person; DomainError when the link is spent."""
    found = AddressChange.objects.opened_by(token, timezone.now(), links).first()
    if found:
        User.objects.select_for_update(of=("self",)).get(pk=found.user_id)
        found = (
            AddressChange.objects.opened_by(token, timezone.now(), links)
            .select_for_update(of=("self",))
            .select_related("user")
            .first()
        )
    if found is None:
        raise DomainError(
            _("Ce lien n'est plus valable : il a déjà servi, ou il est trop ancien. Refaites la demande.")
        )
    return found


@transaction.atomic
def confirm_address(token, *, keep=None):
    """Confirm a change from the mailbox that got `token`; the second confirmation changes the address.

    `keep` is the key of the session that stays open. Returns the AddressChange.
    """
    change, at = _opened(token, ["new_link", "old_link"]), timezone.now()
    if change.new_link == digest_of(token):
        change.new_link, change.new_confirmed_at = "", at
    else:
        change.old_link, change.old_confirmed_at = "", at
    change.save()
    if change.new_confirmed_at and change.old_confirmed_at:
        _change_address(change, keep)
    return change


def _store(user, new_email):
    """The new address on the account; DomainError when another has it, were it since this very moment."""
    taken = DomainError(_("Cette adresse ne peut plus être employée : refaites la demande avec une autre."))
    if is_taken(new_email, user):
        raise taken
    try:
        with transaction.atomic():
            _write_down(user, new_email)
    except IntegrityError:
        raise taken from None


def _write_down(user, new_email):
    EmailAddress.objects.filter(user=user).exclude(email__lower=new_email.lower()).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=new_email, defaults={"verified": True, "primary": True}
    )
    user.email = new_email
    user.save(update_fields=["email"])


def _change_address(change, keep):
    user, old_email, new_email = change.user, change.user.email, change.new_email
    _store(user, new_email)
    _close(change, AddressChangeStatus.DONE)
    record(user, "user.address_changed", by=user)
    close_sessions(user, by=user, keep=keep)
    for email in [old_email, new_email]:
        _write("address_changed", email, link_url="")
    _forget_in_invitations(old_email, new_email)
    personal.address_left(user, old_email)


def _forget_in_invitations(old_email, new_email):
    """Those that the person accepted follow them; the other answered ones, whose story is over, go."""
    sent = Invitation.objects.filter(email__lower=old_email.lower())
    sent.filter(status=InvitationStatus.ACCEPTED).update(email=new_email)
    sent.exclude(status__in=[InvitationStatus.ACCEPTED, InvitationStatus.PENDING]).delete()


@transaction.atomic
def stop_address_change(token):
    """« Ce n'est pas moi » : the old mailbox refuses; the other links of the change open nothing any more."""
    change = _opened(token, ["stop_link"])
    _close(change, AddressChangeStatus.STOPPED)
    record(change.user, "user.address_change_stopped", by=change.user)
    return change


@transaction.atomic
def drop_address_change(user, *, by):
    """Stop the change under way, if any: whoever asked for it may not be who has just chosen the password."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    for change in AddressChange.objects.filter(user=user, status=AddressChangeStatus.PENDING):
        _close(change, AddressChangeStatus.STOPPED)
        record(user, "user.address_change_dropped", by=by)
