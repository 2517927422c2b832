"""The organisation for which a person speaks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.countries import COUNTRIES
from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.forms.identifiers import IDENTIFIER_HELP, MISSING_IDENTIFIER, IdentifierMixin
from grandest_portal.accounts.models import Organisation
from grandest_portal.core.forms import PortalModelForm

MISSING = {
    "name": _("Écrivez le nom de l'organisation."),
    **MISSING_IDENTIFIER,
    "street": _("Écrivez l'adresse : numéro et rue, ou lieu-dit."),
    "postal_code": _("Écrivez le code postal."),
    "city": _("Écrivez la ville."),
    "position": _("Dites votre fonction dans l'organisation."),
}


class OrganisationForm(IdentifierMixin, PortalModelForm):
    """Who the organisation is: country and a number that can be checked, then its address."""

    country = forms.ChoiceField(label=_("Pays"), choices=COUNTRIES, initial="FR")
    position = forms.CharField(
        label=_("Votre fonction"), max_length=120, help_text=_("Par exemple : cheffe du service achats.")
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "country",
            "identifier_kind",
            "identifier",
            "street",
            "postal_code",
            "city",
            "website",
        ]
        labels = {
            "name": _("Nom de l'organisation"),
            "identifier_kind": _("Comment l'identifier ?"),
            "identifier": _("Numéro"),
        }
        help_texts = {
            "identifier": IDENTIFIER_HELP,
            "website": _("Adresse complète, qui commence par https://"),
        }
        error_messages = {
            "website": {"invalid": _("Écrivez une adresse complète, qui commence par https://")},
        }
        widgets = {
            "identifier_kind": forms.RadioSelect,
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "postal_code": forms.TextInput(attrs={"autocomplete": "postal-code"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["identifier_kind"].choices = IdentifierKind.choices
        for name in ["street", "postal_code", "city"]:
            self.fields[name].required = True
        for name, sentence in MISSING.items():
            self.fields[name].error_messages["required"] = sentence

    def validate_unique(self):
        """An organisation that exists already is joined, not refused: the action decides."""

    def _get_validation_exclusions(self):
        # The model's own constraints would refuse an organisation that exists; `clean` checks the number.
        return super()._get_validation_exclusions() | {"country", "identifier_kind", "identifier"}

    def organisation_data(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class DescriptionForm(PortalModelForm):
    """What an organisation's administrators may correct later; the number that identifies it stays."""

    class Meta:
        model = Organisation
        fields = ["name", "street", "postal_code", "city", "website"]
        labels = {"name": _("Nom de l'organisation")}
        help_texts = {"website": OrganisationForm.Meta.help_texts["website"]}
        error_messages = OrganisationForm.Meta.error_messages
        widgets = {name: OrganisationForm.Meta.widgets[name] for name in ["street", "postal_code"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ["name", "street", "postal_code", "city"]:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = MISSING[name]
