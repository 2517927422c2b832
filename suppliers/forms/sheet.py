"""The optional steps of a solution: how it is put to work, what it commits to, who uses it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suppliers.enums import PriceModel
from suppliers.forms.audiences import AudienceForm
from suppliers.forms.texts import WEB_ADDRESS_ERROR, long_text
from suppliers.models import Solution


class DeploymentForm(AudienceForm):
    deployment = long_text(
        _("Conditions de déploiement"),
        _("Ce qu'il faut sur place : temps, locaux, réseau, personnes à former, délai avant l'usage."),
        required=False,
    )
    interfaces = long_text(
        _("Interfaces et formats de données"),
        _("Avec quoi la solution s'échange des données, sous quels formats, et comment on les récupère."),
        required=False,
    )
    price_models = forms.MultipleChoiceField(
        label=_("Modèle de prix"),
        help_text=_("Comment la solution se paie, jamais combien : aucun prix n'est déposé ici."),
        choices=PriceModel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    security = long_text(
        _("Sécurité et données personnelles"),
        _("Où sont les données, qui y accède, quelles données personnelles, quelles certifications."),
        required=False,
    )

    class Meta:
        model = Solution
        fields = ["deployment", "interfaces", "price_models", "security"]


class CommitmentsForm(AudienceForm):
    accessibility = long_text(
        _("Accessibilité"),
        _(
            "Pour les personnes handicapées : conformité au RGAA ou à une norme, audit, ce qui ne l'est pas encore."
        ),
        required=False,
    )
    environment = long_text(
        _("Effet sur l'environnement"),
        _("Ce qui a été mesuré, par qui : énergie, matières, durée de vie, réparation, fin de vie."),
        required=False,
    )

    class Meta:
        model = Solution
        fields = ["accessibility", "environment"]


class ReferencesForm(AudienceForm):
    first_reference = forms.BooleanField(
        label=_("Cette solution cherche sa première référence publique"),
        help_text=_("Un acheteur prêt à être le premier la trouve plus facilement. Aucun ordre n'en dépend."),
        required=False,
    )
    references = long_text(
        _("Autres références"),
        _(
            "En texte libre, ce que les références notées une à une ne disent pas : elles s'ajoutent depuis la page "
            "« Vérifier et envoyer »."
        ),
        required=False,
    )

    class Meta:
        model = Solution
        fields = ["first_reference", "references", "video"]
        labels = {"video": _("Lien vers une vidéo")}
        help_texts = {
            "video": _(
                "Un lien qui mène hors du portail : la vidéo n'est pas affichée ici. Adresse en https://"
            )
        }
        error_messages = {"video": WEB_ADDRESS_ERROR}
