"""The number that identifies an organisation: SIRET, VAT, or that of a foreign register."""

import re

import stdnum.be.vat
import stdnum.ch.uid
import stdnum.eu.vat
import stdnum.exceptions
import stdnum.fr.siret
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.countries import COUNTRIES
from grandest_portal.accounts.enums import IdentifierKind
from grandest_portal.accounts.models import Organisation
from grandest_portal.core.forms import PortalForm

LONGEST_IDENTIFIER = Organisation._meta.get_field("identifier").max_length

MISSING_IDENTIFIER = {
    "country": _("Choisissez le pays."),
    "identifier_kind": _("Choisissez comment identifier l'organisation."),
    "identifier": _("Écrivez le numéro qui identifie l'organisation."),
}
# Written with spaces that do not break: an example stays on one line.
IDENTIFIER_HELP = _(
    "SIRET : 14 chiffres. TVA : deux lettres puis des chiffres. Registre : en Allemagne "
    "« HRB 104217 Saarbrücken », au Luxembourg « B 123456 », en Belgique "
    "« 0403.019.261 » (BCE), en Suisse « CHE-100.155.212 » (IDE)."
)

# Registers of a German court: companies, associations, partnerships, cooperatives; then the court's name.
GERMAN = re.compile(r"(?:HRA|HRB|GNR|GSR|PR|VR) ?[0-9]{1,7} ?[A-Z]{0,3},? [^0-9]{3,50}")
LUXEMBOURGISH = re.compile(r"(?:R\.?C\.?S\.? ?)?(?:LUXEMBOURG ?)?([A-Z]) ?([0-9]{1,7})")


class IdentifierMixin:
    """Checks the number with its kind and its country, and keeps its one canonical form."""

    def clean(self):
        cleaned = super().clean()
        kind, number, country = (cleaned.get(key) for key in ["identifier_kind", "identifier", "country"])
        if kind and number and country:
            try:
                cleaned["identifier"] = compact_identifier(kind, number, country)
            except ValidationError as error:
                self.add_error("identifier", error)
        return cleaned


class IdentifierForm(IdentifierMixin, PortalForm):
    """The first page of a registration: the number alone, that the public directory may know."""

    country = forms.ChoiceField(label=_("Pays"), choices=COUNTRIES, initial="FR")
    identifier_kind = forms.ChoiceField(
        label=_("Comment l'identifier ?"), choices=IdentifierKind.choices, widget=forms.RadioSelect
    )
    identifier = forms.CharField(
        label=_("Numéro"),
        max_length=LONGEST_IDENTIFIER,
        help_text=IDENTIFIER_HELP,
        widget=forms.TextInput(attrs={"class": "medium"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentence in MISSING_IDENTIFIER.items():
            self.fields[name].error_messages["required"] = sentence


def compact_identifier(kind, number, country):
    """The checked canonical form of a number; ValidationError with a French sentence otherwise.

    SIRET by its two Luhn keys, VAT by the rule of its country (python-stdnum), register numbers by the rule of
    Germany, Luxembourg, Belgium and Switzerland, elsewhere as typed.
    """
    if kind == IdentifierKind.SIRET:
        return compact_siret(number, country)
    if kind == IdentifierKind.VAT:
        return compact_vat(number, country)
    return compact_register(number.upper(), country)


def compact_siret(number, country):
    if country != "FR":
        raise ValidationError(
            _("Un SIRET désigne un établissement français : choisissez un autre identifiant.")
        )
    try:
        return stdnum.fr.siret.validate(number)
    except stdnum.exceptions.ValidationError:
        raise ValidationError(
            _(
                "Ce SIRET n'est pas valable : ses 14 chiffres se contrôlent entre eux. Recopiez-le depuis l'avis de "
                "situation INSEE."
            )
        ) from None


def compact_vat(number, country):
    if country.lower() not in stdnum.eu.vat.MEMBER_STATES:
        raise ValidationError(
            _("Ce pays n'a pas de numéro de TVA intracommunautaire : donnez le numéro de son registre.")
        )
    try:
        compact = stdnum.eu.vat.validate(number)
    except stdnum.exceptions.ValidationError:
        raise ValidationError(
            _(
                "Ce numéro de TVA n'est pas valable : après les deux lettres du pays (par exemple DE), ses chiffres "
                "se contrôlent entre eux. Recopiez-le."
            )
        ) from None
    if compact[:2] != {"GR": "EL"}.get(country, country):
        raise ValidationError(_("Ce numéro de TVA n'est pas celui du pays choisi."))
    return compact


def compact_register(number, country):
    if country == "FR":
        raise ValidationError(_("Une organisation française s'identifie par son SIRET."))
    if len(number) < 4 or not any(char.isdigit() for char in number):
        raise ValidationError(_("Écrivez le numéro et le registre, par exemple « HRB 104217 Saarbrücken »."))
    if len(number) > LONGEST_IDENTIFIER:
        raise ValidationError(_("Ce numéro est trop long : gardez le numéro et le nom du registre."))
    return REGISTERS.get(country, str)(number)


def german(number):
    if not GERMAN.fullmatch(number):
        raise ValidationError(
            _("En Allemagne, donnez le registre, le numéro et le tribunal : « HRB 104217 Saarbrücken ».")
        )
    return number


def luxembourgish(number):
    match = LUXEMBOURGISH.fullmatch(number)
    if not match:
        raise ValidationError(
            _("Au Luxembourg, donnez le numéro du RCS : une lettre et des chiffres, « B 123456 ».")
        )
    return f"{match[1]} {match[2]}"


def belgian(number):
    try:
        digits = stdnum.be.vat.validate(number)
    except stdnum.exceptions.ValidationError:
        raise ValidationError(
            _("Ce numéro de la BCE n'est pas valable. Il compte dix chiffres : « 0403.019.261 ».")
        ) from None
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def swiss(number):
    try:
        return stdnum.ch.uid.format(stdnum.ch.uid.validate(number))
    except stdnum.exceptions.ValidationError:
        raise ValidationError(
            _("Ce numéro IDE n'est pas valable. Il s'écrit CHE et neuf chiffres : « CHE-100.155.212 ».")
        ) from None


REGISTERS = {"DE": german, "LU": luxembourgish, "BE": belgian, "CH": swiss}
