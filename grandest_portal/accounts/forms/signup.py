"""What sign-up asks besides the address and the password."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.actions import acknowledge
from grandest_portal.accounts.enums import Side
from grandest_portal.accounts.notices import in_force
from grandest_portal.core.forms import PortalForm


class SignupDetailsForm(PortalForm):
    """Asked on django-allauth's sign-up page besides the address and the password."""

    side = forms.ChoiceField(
        label=_("Vous êtes"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites si vous êtes acheteur public, entreprise ou structure d'accompagnement.")
        },
    )
    full_name = forms.CharField(
        label=_("Prénom et nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Écrivez votre prénom et votre nom.")},
    )
    field_order = ["side", "full_name", "email", "password1", "password2"]

    def notices(self):
        """The texts to read before, in the versions that `signup` records as shown."""
        return in_force(timezone.localdate())

    def signup(self, request, user):
        user.side = self.cleaned_data["side"]
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["side", "full_name"])
        acknowledge(user, at=timezone.now())
