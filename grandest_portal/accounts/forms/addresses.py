"""The new address of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm


class AddressForm(PortalForm):
    email = forms.EmailField(
        label=_("Nouvelle adresse électronique"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Par exemple : prenom.nom@organisation.fr"),
        error_messages={
            "required": _("Écrivez la nouvelle adresse."),
            "invalid": _("Écrivez une adresse complète, par exemple prenom.nom@organisation.fr"),
        },
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()
