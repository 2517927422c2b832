"""The forms of a need: five short steps of a draft, and one small form for each event of its life."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalForm, PortalModelForm
from grandest_portal.core.steps import Step, Steps
from needs.enums import BudgetBand, Procedure
from needs.fields import DayField, NeedCodesField, NeedPlacesField
from needs.models import Need

LONGEST_TEXT = 20_000
LONGEST_SUMMARY = 2_000
ADVISED_WORDS = 40


def area(rows, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


class StepForm(PortalModelForm):
    """One step of a draft; `needed` names the answers without which the need cannot be sent."""

    needed: dict = {}
    longest: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentence in self.needed.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence

    def clean(self):
        cleaned = super().clean()
        for name, limit in self.longest.items():
            if len(cleaned.get(name) or "") > limit:
                self.add_error(
                    name,
                    ValidationError(
                        _("Ce texte est trop long (%(length)d caractères) : %(limit)d au plus."),
                        params={"length": len(cleaned[name]), "limit": limit},
                    ),
                )
        return cleaned


class SubjectForm(StepForm):
    needed = {
        "title": gettext_lazy("Donnez un titre au besoin."),
        "summary": gettext_lazy("Résumez le besoin en deux ou trois phrases."),
    }
    longest = {"summary": LONGEST_SUMMARY}

    class Meta:
        model = Need
        fields = ["title", "summary"]
        labels = {"title": gettext_lazy("Titre"), "summary": gettext_lazy("Résumé")}
        help_texts = {
            "title": gettext_lazy(
                "Ce que vous voulez obtenir, pas la solution. Par exemple : "
                "réduire les pertes d'eau des bâtiments scolaires."
            ),
            "summary": gettext_lazy("Deux ou trois phrases : c'est ce qui se lit dans la liste des besoins."),
        }
        widgets = {"summary": area(4)}
        error_messages = {
            "title": {"max_length": gettext_lazy("Ce titre est trop long : 160 caractères au plus.")}
        }


class ResultForm(StepForm):
    needed = {
        "current_situation": gettext_lazy("Décrivez la situation actuelle."),
        "expected_result": gettext_lazy("Décrivez le résultat attendu."),
    }
    longest = dict.fromkeys(["current_situation", "expected_result", "constraints"], LONGEST_TEXT)

    class Meta:
        model = Need
        fields = ["current_situation", "expected_result", "constraints"]
        labels = {
            "current_situation": gettext_lazy("Situation actuelle"),
            "expected_result": gettext_lazy("Résultat attendu"),
            "constraints": gettext_lazy("Contraintes"),
        }
        help_texts = {
            "current_situation": gettext_lazy(
                "Ce qui se passe aujourd'hui, avec des chiffres si vous en avez. "
                "Une quarantaine de mots aide les entreprises à vous comprendre."
            ),
            "expected_result": gettext_lazy("Ce que vous voulez obtenir, pas la solution."),
            "constraints": gettext_lazy(
                "Ce que toute solution devra respecter : horaires, sécurité, données, équipements en place."
            ),
        }
        widgets = {
            "current_situation": area(8, **{"data-words": ADVISED_WORDS}),
            "expected_result": area(8, **{"data-words": ADVISED_WORDS}),
            "constraints": area(4),
        }


def cpv_help():
    return format_html(
        _("Un code par ligne, ou séparés par des virgules. {link}."),
        link=format_html(
            '<a href="{}" target="_blank" rel="noopener">{}</a>',
            reverse("reference:cpv_search"),
            _("Trouver un code par ses mots (nouvel onglet)"),
        ),
    )


class DomainForm(StepForm):
    cpv = NeedCodesField(
        label=gettext_lazy("Codes CPV"),
        help_text=lazy(cpv_help, str)(),
        error_messages={
            "required": gettext_lazy("Donnez au moins un code CPV : il dit dans quel domaine chercher.")
        },
    )
    territories = NeedPlacesField(
        label=gettext_lazy("Où le besoin s'exécute"),
        help_text=gettext_lazy(
            "Affiché à titre d'information : le territoire n'entre dans aucun score et aucun ordre."
        ),
        error_messages={
            "required": gettext_lazy("Cochez au moins un département, ou nommez une intercommunalité.")
        },
    )

    class Meta:
        model = Need
        fields = ["cpv", "territories"]


class ScheduleForm(StepForm):
    needed = {
        "sourcing_open_until": gettext_lazy("Dites jusqu'à quand les entreprises peuvent vous répondre.")
    }
    budget_band = forms.ChoiceField(
        label=gettext_lazy("Ordre de grandeur du budget"),
        choices=BudgetBand.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez un ordre de grandeur, même « Pas encore estimé ».")
        },
    )
    procedure = forms.ChoiceField(
        label=gettext_lazy("Procédure envisagée"),
        choices=Procedure.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une procédure, même « Pas encore décidée ».")},
    )
    sourcing_open_until = DayField(
        label=gettext_lazy("Échanges ouverts jusqu'au"),
        help_text=gettext_lazy(
            "Jour compris. Les entreprises pourront proposer un rendez-vous jusqu'à ce jour. "
            "Laissez-leur quelques semaines après la publication."
        ),
    )
    planned_on = DayField(
        label=gettext_lazy("Consultation envisagée le"),
        required=False,
        help_text=gettext_lazy("Une date approximative suffit."),
    )

    class Meta:
        model = Need
        fields = ["budget_band", "procedure", "sourcing_open_until", "planned_on"]

    def clean_budget_band(self):
        return self.cleaned_data["budget_band"] or BudgetBand.UNKNOWN

    def clean_procedure(self):
        return self.cleaned_data["procedure"] or Procedure.UNDECIDED

    def clean_sourcing_open_until(self):
        value = self.cleaned_data["sourcing_open_until"]
        if value and value <= timezone.localdate():
            raise ValidationError(
                _("Choisissez une date à venir, pour que les entreprises aient le temps de répondre.")
            )
        return value

    def clean_planned_on(self):
        value = self.cleaned_data["planned_on"]
        if value and value < timezone.localdate():
            raise ValidationError(_("Cette date est passée : choisissez une date à venir, ou laissez vide."))
        return value


class ContactForm(StepForm):
    needed = {"contact_name": gettext_lazy("Donnez le nom de la personne à contacter.")}

    class Meta:
        model = Need
        fields = ["contact_name", "contact_role"]
        labels = {
            "contact_name": gettext_lazy("Personne à contacter"),
            "contact_role": gettext_lazy("Fonction ou service"),
        }
        help_texts = {
            "contact_name": gettext_lazy(
                "Visible des personnes connectées seulement. Les échanges passent par le portail : "
                "aucune adresse n'est montrée."
            ),
        }
        widgets = {"contact_name": forms.TextInput(attrs={"autocomplete": "name", "class": "medium"})}

    def clean(self):
        cleaned = super().clean()
        for name in self.Meta.fields:
            if "@" in (cleaned.get(name) or ""):
                self.add_error(
                    name, _("N'écrivez pas d'adresse électronique : les échanges passent par le portail.")
                )
        return cleaned


NEED_STEPS = Steps(
    [
        Step("besoin", gettext_lazy("Le besoin"), SubjectForm),
        Step("resultat", gettext_lazy("Le résultat attendu"), ResultForm),
        Step("domaine", gettext_lazy("Où et dans quel domaine"), DomainForm),
        Step("calendrier", gettext_lazy("Budget et calendrier"), ScheduleForm),
        Step("contact", gettext_lazy("Contact"), ContactForm),
    ]
)


class CloseForm(PortalForm):
    """Nothing to type: sending it is the confirmation."""


class ConsultationForm(PortalForm):
    url = forms.URLField(
        label=gettext_lazy("Adresse de la consultation"),
        help_text=gettext_lazy("La page de votre profil d'acheteur ; elle commence par https://"),
        max_length=500,
        assume_scheme="https",
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


class DirectPurchaseForm(PortalForm):
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
    url = forms.URLField(
        label=gettext_lazy("Avis d'attribution"),
        help_text=gettext_lazy("L'adresse de l'avis publié, si elle existe ; elle commence par https://"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy("Donnez l'adresse complète de la page ; elle commence par https://")
        },
    )
