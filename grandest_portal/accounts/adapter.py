"""What django-allauth asks of the house."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Stock behaviour; mails leave through the outbox because EMAIL_BACKEND does."""

    def populate_username(self, request, user):
        """There is no user name here: people log in with their address."""
