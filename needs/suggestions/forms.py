"""What a partner writes to suggest a pair."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from needs.enums import DeclaredInterest


class SuggestionForm(PortalForm):
    """Why, and which interest the partner has in it; both sides read these words as they are."""

    reason = forms.CharField(
        label=_("Pourquoi ce rapprochement ?"),
        help_text=_(
            "L'acheteur et l'entreprise liront ce texte tel quel, avec votre nom et votre structure."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Dites pourquoi vous rapprochez ce besoin et cette solution.")},
    )
    interest = forms.ChoiceField(
        label=_("Avez-vous, vous ou votre structure, un lien d'intérêt avec l'acheteur ou l'entreprise ?"),
        help_text=_("Par exemple : financement, adhésion, participation, mission rémunérée, lien personnel."),
        choices=DeclaredInterest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si vous avez un lien d'intérêt, ou aucun.")},
    )
    interest_text = forms.CharField(
        label=_("Quel lien d'intérêt ?"),
        help_text=_("À remplir si vous en avez un."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
