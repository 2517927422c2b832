"""The organisation for which a person speaks."""

import stdnum.eu.vat
import stdnum.exceptions
import stdnum.fr.siret
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.countries import COUNTRIES
from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.models import Organisation
from grandest_portal.core.forms import PortalModelForm

MISSING = {
    "name": _("Écrivez le nom de l'organisation."),
    "country": _("Choisissez le pays."),
    "identifier_kind": _("Choisissez comment identifier l'organisation."),
    "identifier": _("Écrivez le numéro qui identifie l'organisation."),
    "street": _("Écrivez l'adresse : numéro et rue, ou lieu-dit."),
    "postal_code": _("Écrivez le code postal."),
    "city": _("Écrivez la ville."),
    "position": _("Dites votre fonction dans l'organisation."),
}


LONGEST_IDENTIFIER = Organisation._meta.get_field("identifier").max_length


class OrganisationForm(PortalModelForm):
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
            "identifier": _(
                "SIRET : 14 chiffres. TVA : deux lettres puis des chiffres. "
                "Registre : numéro et tribunal, par exemple « HRB 104217 Saarbrücken »."
            ),
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

    def clean(self):
        cleaned = super().clean()
        kind, number, country = (cleaned.get(key) for key in ["identifier_kind", "identifier", "country"])
        if kind and number and country:
            try:
                cleaned["identifier"] = compact_identifier(kind, number, country)
            except ValidationError as error:
                self.add_error("identifier", error)
        return cleaned

    def validate_unique(self):
        """An organisation that exists already is joined, not refused: the action decides."""

    def _get_validation_exclusions(self):
        # The model's own constraints would refuse an organisation that exists; `clean` checks the number.
        return super()._get_validation_exclusions() | {"country", "identifier_kind", "identifier"}

    def organisation_data(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def compact_identifier(kind, number, country):
    """The checked canonical form of a number; ValidationError with a French sentence otherwise.

    SIRET by its two Luhn keys, VAT by the rule of its country (python-stdnum), register numbers as typed.
    """
    if kind == IdentifierKind.SIRET:
        if country != "FR":
            raise ValidationError(
                _("Un SIRET désigne un établissement français : choisissez un autre identifiant.")
            )
        try:
            return stdnum.fr.siret.validate(number)
        except stdnum.exceptions.ValidationError:
            raise ValidationError(
                _(
                    "Ce SIRET n'est pas valable. Il compte 14 chiffres ; vous le trouvez sur l'avis de situation INSEE."
                )
            ) from None
    if kind == IdentifierKind.VAT:
        try:
            compact = stdnum.eu.vat.validate(number)
        except stdnum.exceptions.ValidationError:
            raise ValidationError(
                _(
                    "Ce numéro de TVA n'est pas valable. Il commence par les deux lettres du pays, par exemple DE."
                )
            ) from None
        if compact[:2] != {"GR": "EL"}.get(country, country):
            raise ValidationError(_("Ce numéro de TVA n'est pas celui du pays choisi."))
        return compact
    if country == "FR":
        raise ValidationError(_("Une organisation française s'identifie par son SIRET."))
    if len(number) < 4 or not any(char.isdigit() for char in number):
        raise ValidationError(_("Écrivez le numéro et le registre, par exemple « HRB 104217 Saarbrücken »."))
    if len(number.upper()) > LONGEST_IDENTIFIER:
        raise ValidationError(_("Ce numéro est trop long : gardez le numéro et le nom du registre."))
    return number.upper()
