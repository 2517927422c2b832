"""Registration and profile of a public buyer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buyers.enums import BuyerKind
from buyers.models import PublicBuyer
from grandest_portal.accounts.forms import OrganisationForm
from grandest_portal.core.forms import PortalModelForm


class BuyerRegistrationForm(OrganisationForm):
    """The organisation, the person's position, and what kind of buyer it is."""

    kind = forms.ChoiceField(
        label=_("Type d'acheteur"),
        choices=[("", _("Choisir")), *BuyerKind.choices],
        error_messages={"required": _("Choisissez le type d'acheteur public.")},
    )
    field_order = ["kind", *OrganisationForm.Meta.fields, "position"]


class BuyerProfileForm(PortalModelForm):
    class Meta:
        model = PublicBuyer
        fields = ["kind", "profile_url"]
        labels = {"kind": _("Type d'acheteur"), "profile_url": _("Adresse de votre profil d'acheteur")}
        help_texts = {
            "profile_url": _(
                "La plateforme où vos consultations sont publiées. Ce portail n'en est pas une : il y renvoie."
            )
        }
        error_messages = {
            "profile_url": {"invalid": _("Écrivez une adresse complète, qui commence par https://")}
        }
