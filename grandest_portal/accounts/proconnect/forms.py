"""What a first login with ProConnect asks: ProConnect's words, to read over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.forms import SignupDetailsForm
from grandest_portal.core.mail_addresses import MailAddressField


class FirstLoginForm(SignupDetailsForm):
    """The details of an ordinary sign-up and the address; no password."""

    email = MailAddressField(
        label=_("Adresse électronique"),
        help_text=_("Un message y sera envoyé pour la confirmer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Écrivez votre adresse électronique.")},
    )
    field_order = ["side", "full_name", "email"]
