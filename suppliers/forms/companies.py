"""Registration and profile of a company."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.forms import OrganisationForm
from grandest_portal.core.forms import PortalModelForm
from grandest_portal.reference.models import LegalForm
from suppliers.enums import HEADCOUNTS, Headcount
from suppliers.forms.texts import long_text
from suppliers.models import Company


class CompanyFields(forms.Form):
    """What a company says of itself, at registration and on its profile."""

    legal_form = forms.CharField(
        label=_("Forme juridique"),
        help_text=_("Par exemple : SAS, SCOP, GmbH, association."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    headcount = forms.ChoiceField(
        label=_("Effectif"), choices=[("", _("Non précisé")), *Headcount.choices], required=False
    )
    presentation = long_text(
        _("Présentation"),
        _("Ce que fait l'entreprise, pour qui, depuis quand. Une quarantaine de mots suffit."),
        required=False,
        words=40,
    )


class CompanyRegistrationForm(OrganisationForm, CompanyFields):
    """The organisation, the person's position, and what the company says of itself."""

    field_order = [*OrganisationForm.Meta.fields, "position", "legal_form", "headcount", "presentation"]

    def company_data(self):
        return {name: self.cleaned_data[name] for name in ["legal_form", "headcount", "presentation"]}


def company_initial(establishment):
    """Form initials of what the public directory says of a company itself."""
    form = LegalForm.objects.in_force(timezone.localdate()).filter(key=establishment.legal_form).first()
    sizes = [size for size, classes in HEADCOUNTS.items() if establishment.size_class in classes]
    longest = CompanyRegistrationForm.base_fields["legal_form"].max_length
    values = {"legal_form": form.label[:longest] if form else "", "headcount": sizes[0] if sizes else ""}
    return {name: value for name, value in values.items() if value}


class CompanyProfileForm(PortalModelForm, CompanyFields):
    class Meta:
        model = Company
        fields = ["legal_form", "founded", "headcount", "presentation"]

    field_order = ["legal_form", "founded", "headcount", "presentation"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["founded"].widget.attrs["class"] = "short"
        self.fields["founded"].error_messages["invalid"] = _("Écrivez l'année en quatre chiffres.")
