"""What django-allauth asks of the house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from grandest_portal.accounts.enums import Side

REGISTRATION = {Side.BUYER: "buyers:register", Side.COMPANY: "suppliers:register"}


class AccountAdapter(DefaultAccountAdapter):
    """Stock behaviour; mails leave through the outbox because EMAIL_BACKEND does."""

    def populate_username(self, request, user):
        """There is no user name here: people log in with their address."""

    def get_login_redirect_url(self, request):
        """The first login goes on with the organisation, on the side chosen at sign-up."""
        user = request.user
        if user.side in REGISTRATION and not user.memberships.exists():
            return reverse(REGISTRATION[user.side])
        return super().get_login_redirect_url(request)
