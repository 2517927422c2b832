"""The new address of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from grandest_portal.core.mail_addresses import MailAddressField


class AddressForm(PortalForm):
    email = MailAddressField(
        label=_("Nouvelle adresse électronique"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Par exemple : prenom.nom@organisation.fr"),
        error_messages={"required": _("Écrivez la nouvelle adresse.")},
    )
