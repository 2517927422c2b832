"""One way to buy a solution, as its company states it; what a moderator found of it."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalForm, PortalModelForm
from suppliers.enums import RouteCheck
from suppliers.forms.solutions import WEB_ADDRESS_ERROR
from suppliers.models import SolutionRoute


class RouteForm(PortalModelForm):
    """`ways` are the PurchaseRoutes in force. No price is asked."""

    route = forms.ChoiceField(
        label=gettext_lazy("Voie d'achat"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez une voie d'achat."),
            "invalid_choice": gettext_lazy("Choisissez une voie d'achat dans la liste."),
        },
    )

    class Meta:
        model = SolutionRoute
        fields = ["route", "holder", "reference", "link", "valid_until"]
        labels = {
            "holder": gettext_lazy("Qui tient l'offre"),
            "reference": gettext_lazy("Référence de l'offre"),
            "link": gettext_lazy("Lien vers l'offre"),
            "valid_until": gettext_lazy("Valable jusqu'au"),
        }
        help_texts = {
            "holder": gettext_lazy("La centrale d'achat ou l'acheteur : « UGAP », par exemple."),
            "reference": gettext_lazy("Le numéro du marché, ou la référence au catalogue. Aucun prix."),
            "link": gettext_lazy("La page de l'offre chez celui qui la tient."),
            "valid_until": gettext_lazy("Dernier jour où l'on peut acheter ainsi. Exemple : 31/12/2027."),
        }
        error_messages = {
            "link": WEB_ADDRESS_ERROR,
            "valid_until": {"invalid": gettext_lazy("Cette date ne se lit pas. Exemple : 31/12/2027.")},
        }
        widgets = {"valid_until": forms.DateInput(format="%d/%m/%Y", attrs={"class": "short"})}

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["route"]
        field.choices = [(way.key, way.label) for way in ways]
        told = format_html_join(
            "",
            "<li>{}{}</li>",
            ((f"{way.label} : {way.explanation}", self.asked(way)) for way in ways),
        )
        field.help_text = format_html("<ul>{}</ul>", told)

    @staticmethod
    def asked(way):
        return " " + _("Dites qui tient l'offre, avec sa référence ou son lien.") if way.asks_offer else ""

    def _post_clean(self):
        """The rules stand in the action, which knows the solution: the row is not checked here."""


class RouteCheckForm(PortalForm):
    result = forms.ChoiceField(
        label=gettext_lazy("Ce que vous avez constaté"),
        choices=[
            (RouteCheck.CONFIRMED, gettext_lazy("L'offre existe, telle que déclarée")),
            (
                RouteCheck.REFUSED,
                gettext_lazy("Elle n'a pas pu être confirmée : la page publique ne la montre plus"),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites ce que vous avez constaté.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Précision, que l'entreprise lira"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
