"""The first proof that somebody holds the mailbox of an account.

Anybody can sign up with somebody else's address and choose a password, or link a ProConnect identity, before the
holder of that address ever hears of the account. What was set before the first proof opens nothing after it.
Not imported by the package: the links with ProConnect stand above its verbs.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from grandest_portal.accounts.actions.privacy import erase_account
from grandest_portal.accounts.actions.sessions import close_sessions
from grandest_portal.accounts.models import User
from grandest_portal.accounts.proconnect.actions import settle_links
from grandest_portal.core.audit import record
from grandest_portal.core.errors import DomainError


def is_proved(user):
    return EmailAddress.objects.filter(user=user, verified=True).exists()


@transaction.atomic
def enter_by_mailbox(user, *, identity=None):
    """Before a login by code: an account whose address nobody has proved yet loses its password, its second
    factors, its sessions and its unconfirmed links, but the link of `identity` (issuer, subject), which this very
    session proved. Returns True when a password or a second factor was dropped."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if is_proved(user):
        return False
    settle_links(user, identity=identity)
    factors = Authenticator.objects.filter(user=user)
    dropped = user.has_usable_password() or factors.exists()
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record(user, "user.password_dropped", by=user)
    if factors.exists():
        factors.delete()
        record(user, "user.second_factor_removed", by=user)
    close_sessions(user, by=user)
    return dropped


@transaction.atomic
def disown_account(user):
    """The holder of the mailbox did not ask for this account: it is erased, unless its address was proved."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if is_proved(user):
        raise DomainError(
            _("Ce compte est déjà confirmé : pour y entrer à votre tour, demandez un nouveau mot de passe.")
        )
    record(user, "user.disowned", by=None)
    return erase_account(user, by=None)
