"""One small form for each event in the life of a published need."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalForm
from grandest_portal.core.web_addresses import WebAddressInput
from needs.fields import DayField
from needs.forms.steps import area
from needs.window import shorter_than_rule

# Days: further away, a date is a slip of the keyboard.
LONGEST_WAIT = 3653


class EarlyEndForm(PortalForm):
    """What ends the exchanges: sending it is the confirmation; too early, it says why."""

    early_reason = forms.CharField(
        label=gettext_lazy("Raison d'une fin anticipée"),
        max_length=2_000,
        required=False,
        widget=area(2),
    )

    def __init__(self, *args, exchanges_open=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not exchanges_open:
            self.fields.pop("early_reason", None)
        if "early_reason" in self.fields:
            self.fields["early_reason"].help_text = _(
                "Seulement si les échanges ont duré %(shorter)s depuis la publication. Elle est publiée."
            ) % {"shorter": shorter_than_rule(timezone.localdate())}


class CloseForm(EarlyEndForm):
    pass


class ConsultationForm(EarlyEndForm):
    field_order = ("url", "deadline", "early_reason")
    url = WebAddressInput(
        label=gettext_lazy("Adresse de la consultation"),
        help_text=gettext_lazy("La page de votre profil d'acheteur ; elle commence par https://"),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Donnez l'adresse de la consultation."),
            "invalid": gettext_lazy("Donnez l'adresse complète de la page ; elle commence par https://"),
        },
    )
    deadline = forms.DateTimeField(
        label=gettext_lazy("Date limite de remise des offres"),
        help_text=gettext_lazy("Date et heure de Paris."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": gettext_lazy("Donnez la date limite de remise des offres."),
            "invalid": gettext_lazy("Cette date ne se lit pas. Exemple : 18/12/2026 12:00."),
        },
    )


class DirectPurchaseForm(EarlyEndForm):
    field_order = ("article", "reason", "early_reason")
    article = forms.CharField(
        label=gettext_lazy("Fondement"),
        help_text=gettext_lazy(
            "L'article du code de la commande publique. Par exemple : R2122-9-1, achat innovant."
        ),
        max_length=120,
        error_messages={
            "required": gettext_lazy("Dites sur quel article se fonde l'achat direct."),
            "max_length": gettext_lazy("120 caractères au plus : citez l'article seul."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Raisons"),
        help_text=gettext_lazy("Pourquoi cet article s'applique. Tous le liront."),
        max_length=5_000,
        widget=area(6),
        error_messages={"required": gettext_lazy("Dites pourquoi cet article s'applique : tous le liront.")},
    )


class AbandonForm(PortalForm):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi le besoin est abandonné"),
        help_text=gettext_lazy("Les entreprises qui s'y sont intéressées liront cette raison."),
        max_length=5_000,
        widget=area(6),
        error_messages={
            "required": gettext_lazy("Dites pourquoi le besoin est abandonné : les entreprises le liront.")
        },
    )


class AwardForm(PortalForm):
    to = forms.CharField(
        label=gettext_lazy("Titulaire"),
        help_text=gettext_lazy("Le nom de l'entreprise ou du groupement."),
        max_length=200,
        error_messages={"required": gettext_lazy("Donnez le nom du titulaire.")},
    )
    on = DayField(
        label=gettext_lazy("Attribué le"),
        error_messages={
            "required": gettext_lazy("Donnez la date d'attribution."),
            "invalid": gettext_lazy("Cette date ne se lit pas. Exemple : 18/12/2026."),
        },
    )
    url = WebAddressInput(
        label=gettext_lazy("Avis d'attribution"),
        help_text=gettext_lazy("L'adresse de l'avis publié, si elle existe ; elle commence par https://"),
        max_length=500,
        required=False,
        error_messages={
            "invalid": gettext_lazy("Donnez l'adresse complète de la page ; elle commence par https://")
        },
    )


class UnawardedForm(PortalForm):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi rien n'est attribué"),
        help_text=gettext_lazy(
            "Par exemple : aucune offre, offres trop chères, besoin qui a changé. Tous le liront."
        ),
        max_length=5_000,
        widget=area(6),
        error_messages={
            "required": gettext_lazy("Dites pourquoi rien n'est attribué : les entreprises le liront.")
        },
    )


class JoinForm(PortalForm):
    """Another buyer joins: how much, and for when."""

    volume = forms.CharField(
        label=gettext_lazy("Volume chez vous"),
        help_text=gettext_lazy("Par exemple : 12 écoles, ou 300 capteurs. Publié sur la page du besoin."),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Dites quel volume vous concerne chez vous."),
            "max_length": gettext_lazy("200 caractères au plus : une ligne suffit."),
        },
    )
    wanted_on = DayField(
        label=gettext_lazy("Envisagé pour le"),
        help_text=gettext_lazy("Une date approximative suffit."),
        required=False,
        error_messages={"invalid": gettext_lazy("Cette date ne se lit pas. Exemple : 18/12/2027.")},
    )

    def clean_wanted_on(self):
        value, today = self.cleaned_data["wanted_on"], timezone.localdate()
        if value and not today <= value <= today + timedelta(days=LONGEST_WAIT):
            raise ValidationError(_("Donnez une date à venir, dans les dix ans."))
        return value


class CorrectionForm(ConsultationForm):
    """The exchanges are over already: only the address and the deadline are mended."""

    early_reason = None
