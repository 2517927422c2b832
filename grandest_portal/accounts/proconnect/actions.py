"""Links between accounts and ProConnect identities: the only place that makes or removes them.

A link made at sign-up stays unconfirmed until one session has proved both: the identity, and the mailbox of the
account. It falls when the mailbox is proved from elsewhere. Otherwise somebody could sign up with another person's
address and come in after that person, who never saw ProConnect, confirmed it.
"""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions.notices import acknowledge
from grandest_portal.accounts.models import User
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError
from grandest_portal.core.jobs import enqueue


def _link(user, identity, *, confirmed):
    account, created = SocialAccount.objects.get_or_create(
        provider=identity["issuer"],
        uid=identity["subject"],
        defaults={"user": user, "extra_data": {"confirmed": confirmed}},
    )
    if not created:
        raise DomainError(
            _(
                "Cette identité ProConnect est déjà reliée à un compte : identifiez-vous avec ProConnect pour "
                "l'ouvrir."
            )
        )
    return account


@transaction.atomic
def link_identity(user, identity, *, by):
    """Relate a verified identity (the fields of Identity) to the account of a person who asked for it."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    account = _link(user, identity, confirmed=True)
    record(user, "user.identity_linked", by=by, after={"link": account.pk})
    enqueue("notifications.identity_linked", user.pk)
    return account


@transaction.atomic
def unlink_identity(account, *, by):
    """Remove a link, unless no way into the account would be left."""
    user = User.objects.select_for_update(of=("self",)).get(pk=account.user_id)
    if not SocialAccount.objects.filter(pk=account.pk).exists():
        return  # the same button, pressed twice
    others = SocialAccount.objects.filter(user=user).exclude(pk=account.pk)
    if not user.has_usable_password() and not others.exists():
        raise DomainError(
            _(
                "ProConnect est votre seul moyen d'entrer : choisissez d'abord un mot de passe, puis recommencez."
            )
        )
    _unlink(account, user, by=by)


def _unlink(account, user, *, by):
    record(user, "user.identity_unlinked", by=by, before={"link": account.pk})
    account.delete()
    enqueue("notifications.identity_unlinked", user.pk)


@transaction.atomic
def sign_up(identity, *, data):
    """The new User that `data` (side, full_name, email) describes, linked to the identity; None when the address
    already has an account. The address is not confirmed yet: identity providers only declare it, and whoever
    holds it can take the account over by « mot de passe oublié »."""
    email = data["email"].lower()
    held = User.objects.filter(email__lower=email).exists()
    if held or EmailAddress.objects.filter(email__lower=email).exists():
        return None
    user = User(email=email, full_name=data["full_name"], side=data["side"])
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    _link(user, identity, confirmed=False)
    acknowledge(user, at=timezone.now())
    record(user, "user.created", by=user, after={"proconnect": True})
    return user


@transaction.atomic
def recognise(identity):
    """The User linked to a verified Identity, or None. An unconfirmed link falls when the account has a password or
    a confirmed address: the holder of the address came by another way."""
    account = (
        SocialAccount.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(provider=identity.issuer, uid=identity.subject)
        .first()
    )
    if account is None:
        return None
    user, confirmed = account.user, account.extra_data.get("confirmed") is True
    taken = user.has_usable_password() or EmailAddress.objects.filter(user=user, verified=True).exists()
    if not confirmed and taken:
        _unlink(account, user, by=None)
        return None
    account.save(update_fields=["last_login"])
    return user


def unconfirmed_links(user):
    rows = SocialAccount.objects.filter(user=user).order_by("pk")
    return [row for row in rows if row.extra_data.get("confirmed") is not True]


@transaction.atomic
def settle_links(user, *, identity=None):
    """The mailbox of the account is being proved in a session that proved `identity` ((issuer, subject), or None):
    its unconfirmed link is confirmed, any other unconfirmed link falls."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    for account in unconfirmed_links(user):
        if (account.provider, account.uid) == identity:
            account.extra_data = {"confirmed": True}
            account.save(update_fields=["extra_data"])
            record(user, "user.identity_linked", by=user, after={"link": account.pk})
        else:
            _unlink(account, user, by=None)
