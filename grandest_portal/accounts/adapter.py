"""What django-allauth asks of the house."""

import css_inline
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.actions import note_safety_change
from grandest_portal.accounts.actions.safety import VERBS
from grandest_portal.accounts.enums import Side
from grandest_portal.accounts.models import Invitation, User
from grandest_portal.accounts.proconnect.actions import settle_links
from grandest_portal.accounts.proconnect.session import LeavesProConnect, identity_proved
from grandest_portal.accounts.second_factors import forget_second_factor, has_second_factor

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)

# The one link of each mail, as django-allauth names it in its contexts; the first one present is taken.
LINKS = {
    "activate_url": _("Confirmer mon adresse"),
    "password_reset_url": _("Choisir un nouveau mot de passe"),
    "signup_url": _("Créer un compte"),
}

REGISTRATION = {
    Side.BUYER: "buyers:register",
    Side.COMPANY: "suppliers:register",
    Side.PARTNER: "partners:register",
}
# Written as a person reads it: « Utiliser le mot de passe ».
REAUTHENTICATION = {
    "reauthenticate": _("Avec le mot de passe"),
    "mfa_reauthenticate": _("Avec un code de l'application, ou un code de secours"),
    "mfa_reauthenticate:webauthn": _("Avec une clé d'accès"),
}


class AccountAdapter(LeavesProConnect, DefaultAccountAdapter):
    """Stock behaviour; mails leave through the outbox because EMAIL_BACKEND does."""

    def populate_username(self, request, user):
        """There is no user name here: people log in with their address."""

    def render_mail(self, template_prefix, email, context, headers=None):
        """Our frame's variables, and the styles of the HTML part written into its elements."""
        link = next((name for name in LINKS if name in context), None)
        if link:
            context = {**context, "link_url": context[link], "link_label": LINKS[link]}
        context = {
            **context,
            "service_name": settings.SERVICE_NAME,
            "contact_email": settings.CONTACT_EMAIL,
        }
        mail = super().render_mail(template_prefix, email, context, headers)
        mail.alternatives = [
            part._replace(content=INLINER.inline(part.content)) if part.mimetype == "text/html" else part
            for part in mail.alternatives
        ]
        return mail

    def send_mail(self, template_prefix, email, context):
        """A code of connection never goes to the staff, and a code asked for in vain has words of its own.

        One mail in each case, so that their number tells nothing.
        """
        if template_prefix == "account/email/login_code" and is_staff_address(email):
            return super().send_mail("account/email/login_code_staff", email, {})
        if template_prefix == "account/email/unknown_account" and asked_for_a_code():
            template_prefix = "account/email/login_code_unknown"
        return super().send_mail(template_prefix, email, context)

    @transaction.atomic
    def confirm_email(self, request, email_address):
        """A ProConnect link made at the sign-up is confirmed by the session that made it, and falls otherwise."""
        user = email_address.user
        settle_links(user, identity=identity_proved(request, user))
        # The account may just have been disowned by the other button of the page.
        if not EmailAddress.objects.filter(pk=email_address.pk).exists():
            return False
        return super().confirm_email(request, email_address)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """django-allauth tells the person here that a password or a second factor changed."""
        super().send_notification_mail(template_prefix, user, context, email)
        if template_prefix not in VERBS:
            return
        request = allauth_context.request
        own = request.user.is_authenticated and request.user.pk == user.pk
        note_safety_change(user, template_prefix, keep=request.session.session_key if own else None)
        if template_prefix == "account/email/password_reset":
            settle_links(user)
        if own and not has_second_factor(user):
            forget_second_factor(request)

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": str(REAUTHENTICATION[method["id"]])} for method in methods]

    def get_client_ip(self, request):
        """The visitor's own, or what is certain of it: a request that came round the proxies, or through fewer of
        them, counts for its neighbour; behind a Unix socket nobody has an address and all share one."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104

    def get_login_redirect_url(self, request):
        """An invitation that waits comes before all; else the first login goes on with the organisation, on the
        side chosen at sign-up."""
        user = request.user
        invitation = Invitation.objects.waiting_for(user, timezone.now()).for_list().first()
        if invitation is not None:
            return reverse("organisation:invitation", args=[invitation.pk])
        if user.side in REGISTRATION and not user.memberships.exists():
            return reverse(REGISTRATION[user.side])
        return super().get_login_redirect_url(request)


def is_staff_address(email):
    return User.objects.filter(
        Q(email__lower=email.lower()) | Q(emailaddress__email__lower=email.lower()), is_staff=True
    ).exists()


def asked_for_a_code():
    return allauth_context.request.resolver_match.view_name == "account_request_login_code"
