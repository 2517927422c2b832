"""What the procedure hint asks. It is sent by GET: an answer is an address that can be kept."""

from decimal import Decimal

import stdnum.exceptions
import stdnum.fr.siret
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalForm
from grandest_portal.core.text import clean_line
from grandest_portal.reference.natures import PurchaseNature
from needs.fields import DayField
from needs.procedure.rules import BuyerGroup, Question

HIGHEST = Decimal(10) ** 12


class AmountField(forms.DecimalField):
    """« 60 000 », « 60 000,50 € » and « 60000.50 » alike."""

    default_error_messages = {
        "invalid": gettext_lazy("Ce montant ne se lit pas. Exemple : 60 000."),
        "min_value": gettext_lazy("Un montant ne peut pas être négatif."),
        "max_value": gettext_lazy("Ce montant est trop grand : vérifiez le nombre de zéros."),
        "max_decimal_places": gettext_lazy("Deux chiffres au plus après la virgule."),
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=HIGHEST, decimal_places=2, widget=widget, **kwargs)

    def to_python(self, value):
        text = clean_line(str(value or "")).replace("€", "").replace(" ", "").replace(",", ".")
        if text and not (text.isascii() and text.replace(".", "", 1).lstrip("-").isdigit()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class SiretField(forms.CharField):
    default_error_messages = {
        "invalid": gettext_lazy("Ce SIRET n'existe pas : 14 chiffres, dont le dernier contrôle les autres.")
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "medium", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value):
        number = super().clean(value)
        try:
            return stdnum.fr.siret.validate(number) if number else ""
        except stdnum.exceptions.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class ProcedureForm(PortalForm):
    montant = AmountField(
        label=gettext_lazy("Montant estimé, en euros HT"),
        help_text=gettext_lazy("La valeur totale de ce qui est homogène, ou le bas d'une fourchette."),
        error_messages={"required": gettext_lazy("Donnez un montant, ou le bas d'une fourchette.")},
    )
    montant_max = AmountField(
        label=gettext_lazy("Haut de la fourchette, en euros HT"),
        required=False,
        help_text=gettext_lazy("Si vous hésitez : quand un seuil la coupe, les deux issues sont montrées."),
    )
    sans_plafond = forms.BooleanField(label=gettext_lazy("Je ne sais pas borner le haut"), required=False)
    nature = forms.ChoiceField(
        label=gettext_lazy("Nature de l'achat"),
        choices=PurchaseNature.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Proposée d'après le code CPV ; corrigez-la si l'objet principal est autre."),
        error_messages={
            "required": gettext_lazy("Choisissez la nature de l'achat."),
            "invalid_choice": gettext_lazy("Choisissez une nature dans la liste."),
        },
    )
    acheteur = forms.ChoiceField(
        label=gettext_lazy("Sorte d'acheteur"),
        choices=BuyerGroup.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez la sorte d'acheteur."),
            "invalid_choice": gettext_lazy("Choisissez une sorte d'acheteur dans la liste."),
        },
    )
    date = DayField(
        label=gettext_lazy("Date envisagée de la consultation"),
        help_text=gettext_lazy("Les seuils montrés sont ceux de cette date."),
        error_messages={
            "required": gettext_lazy("Donnez une date, même approximative."),
            "invalid": gettext_lazy("Cette date ne se lit pas. Exemple : 18/12/2026."),
        },
    )
    entreprise = SiretField(
        label=gettext_lazy("SIRET d'une entreprise"),
        help_text=gettext_lazy(
            "Pour compter les marchés déjà passés à cette entreprise, d'après les données ouvertes."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("montant"), cleaned.get("montant_max")
        if low is not None and high is not None and high < low:
            self.add_error("montant_max", _("Le haut de la fourchette est plus petit que le bas."))
        if high is not None and cleaned.get("sans_plafond"):
            self.add_error(
                "sans_plafond", _("Donnez le haut de la fourchette ou cochez cette case, pas les deux.")
            )
        return cleaned

    def question(self):
        """The Question of a valid form."""
        answers = self.cleaned_data
        low, high = answers["montant"], answers["montant_max"]
        if high is None and not answers["sans_plafond"]:
            high = low
        return Question(low, high, answers["nature"], answers["acheteur"], answers["date"])


class OpenProcedureForm(ProcedureForm):
    """For everybody: the buyer is not known, its SIRET may be given."""

    siret_acheteur = SiretField(
        label=gettext_lazy("SIRET de l'acheteur"),
        help_text=gettext_lazy("Avec celui de l'entreprise, pour compter leurs marchés."),
    )
