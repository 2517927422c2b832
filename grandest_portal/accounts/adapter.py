"""What django-allauth asks of the house."""

import css_inline
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import Side
from grandest_portal.accounts.proconnect.session import LeavesProConnect

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

    def get_login_redirect_url(self, request):
        """The first login goes on with the organisation, on the side chosen at sign-up."""
        user = request.user
        if user.side in REGISTRATION and not user.memberships.exists():
            return reverse(REGISTRATION[user.side])
        return super().get_login_redirect_url(request)
