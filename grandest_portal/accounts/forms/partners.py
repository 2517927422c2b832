"""Registration of a structure that accompanies both sides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import PartnerKind
from grandest_portal.accounts.forms.organisations import OrganisationForm


class PartnerRegistrationForm(OrganisationForm):
    """The organisation, the person's position, and what kind of structure it is."""

    kind = forms.ChoiceField(
        label=_("Type de structure"),
        choices=[("", _("Choisir")), *PartnerKind.choices],
        error_messages={"required": _("Choisissez le type de structure.")},
    )
    field_order = ["kind", *OrganisationForm.Meta.fields, "position"]
