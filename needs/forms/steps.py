"""The steps of a need: five short forms of a draft, and the same for a published need, whose window only grows."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import day
from grandest_portal.core.forms import PortalModelForm
from grandest_portal.core.steps import Step, Steps
from needs.enums import AcceptedMaturity, BudgetBand, ExchangeLanguage, ForeignLanguage, Procedure
from needs.fields import DayField, NeedCodesField, NeedPlacesField, WorkingDaysField
from needs.models import Need
from needs.window import SHORTEST, days_words, is_short, rule, shorter_than_rule

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
    needed = {"title": gettext_lazy("Donnez un titre au besoin.")}
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
            "summary": gettext_lazy(
                "Deux ou trois phrases : c'est ce qui se lit dans la liste des besoins. Sans résumé, on y lit le début "
                "du résultat attendu."
            ),
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
        _("Un code par ligne, ou les mots de son libellé : le code est retrouvé. {link}."),
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

    def text_to_read(self):
        """Of a draft, whose steps store a proposal and are shown again."""
        need = self.instance
        if not need.is_editable:
            return None
        return "\n".join([need.title, need.summary, need.current_situation, need.expected_result])


class ScheduleForm(StepForm):
    needed: dict = {}
    budget_band = forms.ChoiceField(
        label=gettext_lazy("Ordre de grandeur du budget"),
        choices=BudgetBand.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy(
                "Choisissez un ordre de grandeur, même « Pas encore estimé » : vous direz alors par écrit comment il "
                "sera estimé."
            )
        },
    )
    procedure = forms.ChoiceField(
        label=gettext_lazy("Procédure envisagée"),
        choices=Procedure.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une procédure, même « Pas encore décidée ».")},
    )
    planned_on = DayField(
        label=gettext_lazy("Consultation envisagée le"),
        required=False,
        help_text=gettext_lazy("Une date approximative suffit."),
    )

    maturity = forms.ChoiceField(
        label=gettext_lazy("Maturité acceptée"),
        choices=AcceptedMaturity.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Ce que vous êtes prêt à regarder. Rester ouvert ne vous engage à rien."),
        error_messages={"required": gettext_lazy("Choisissez une maturité, même « Toute solution ».")},
    )

    def clean_budget_band(self):
        return self.cleaned_data["budget_band"] or BudgetBand.UNKNOWN

    def clean_procedure(self):
        return self.cleaned_data["procedure"] or Procedure.UNDECIDED

    def clean_maturity(self):
        return self.cleaned_data["maturity"] or AcceptedMaturity.ANY

    def clean_planned_on(self):
        value = self.cleaned_data["planned_on"]
        if value and value < timezone.localdate():
            raise ValidationError(_("Cette date est passée : choisissez une date à venir, ou laissez vide."))
        return value


class DraftScheduleForm(ScheduleForm):
    """Of a draft: how many working days the exchanges last, counted from the publication."""

    needed = {"sourcing_days": gettext_lazy("Dites combien de jours ouvrés durent les échanges.")}
    longest = {"short_window_reason": LONGEST_SUMMARY}
    sourcing_days = WorkingDaysField()

    class Meta:
        model = Need
        fields = [
            "budget_band",
            "procedure",
            "maturity",
            "sourcing_days",
            "short_window_reason",
            "planned_on",
        ]
        labels = {"short_window_reason": gettext_lazy("Raison d'une durée plus courte")}
        widgets = {"short_window_reason": area(2)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["short_window_reason"].help_text = _(
            "Seulement si les échanges durent %(shorter)s. Elle est publiée avec le besoin."
        ) % {"shorter": shorter_than_rule(timezone.localdate())}

    def clean(self):
        cleaned, on = super().clean(), timezone.localdate()
        days = cleaned.get("sourcing_days")
        if days and is_short(days, on) and not cleaned.get("short_window_reason"):
            sentence = _(
                "Moins de %(days)s : écrivez pourquoi, la raison sera publiée. Ou allongez la durée."
            )
            self.add_error("short_window_reason", sentence % {"days": days_words(rule(SHORTEST, on))})
        return cleaned


class PublishedScheduleForm(ScheduleForm):
    """Of a published need: its last day may be put later."""

    needed = {"sourcing_open_until": gettext_lazy("Les échanges ont un dernier jour.")}
    sourcing_open_until = DayField(
        label=gettext_lazy("Échanges ouverts jusqu'au"),
        help_text=gettext_lazy("Jour compris. Les échanges peuvent être prolongés, pas raccourcis."),
    )

    class Meta:
        model = Need
        fields = ["budget_band", "procedure", "maturity", "sourcing_open_until", "planned_on"]

    def clean_planned_on(self):
        """A date that stood there may have passed since: only a new one must be to come."""
        value = self.cleaned_data["planned_on"]
        return value if value == self.initial.get("planned_on") else super().clean_planned_on()

    def clean_sourcing_open_until(self):
        value, announced = self.cleaned_data["sourcing_open_until"], self.initial.get("sourcing_open_until")
        if value and announced and value < announced:
            raise ValidationError(
                _(
                    "Les échanges peuvent être prolongés, pas raccourcis : ils sont annoncés jusqu'au %(day)s."
                ),
                params={"day": day(announced)},
            )
        return value


class ContactForm(StepForm):
    needed = {"contact_name": gettext_lazy("Donnez le nom de la personne à contacter.")}
    longest = {"foreign_summary": LONGEST_SUMMARY}
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Langues acceptées dans les échanges"),
        choices=ExchangeLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Celles que vous lisez. Sans choix : le français."),
    )
    foreign_language = forms.ChoiceField(
        label=gettext_lazy("Langue d'un second résumé"),
        choices=[("", gettext_lazy("Aucun second résumé")), *ForeignLanguage.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Need
        fields = ["contact_name", "contact_role", "languages", "foreign_language", "foreign_summary"]
        labels = {
            "contact_name": gettext_lazy("Personne à contacter"),
            "contact_role": gettext_lazy("Fonction ou service"),
            "foreign_summary": gettext_lazy("Résumé en allemand ou en anglais"),
        }
        help_texts = {
            "contact_name": gettext_lazy(
                "Visible des personnes connectées seulement. Les échanges passent par le portail : "
                "aucune adresse n'est montrée."
            ),
            "foreign_summary": gettext_lazy(
                "Pour les entreprises voisines. Quelques phrases suffisent ; rien n'est traduit à votre place."
            ),
        }
        widgets = {
            "contact_name": forms.TextInput(attrs={"autocomplete": "name", "class": "medium"}),
            "foreign_summary": area(4),
        }

    def clean_languages(self):
        return self.cleaned_data["languages"] or [ExchangeLanguage.FRENCH.value]

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("foreign_summary")) != bool(cleaned.get("foreign_language")):
            missing = "foreign_summary" if cleaned.get("foreign_language") else "foreign_language"
            sentences = {
                "foreign_summary": _("Écrivez ce résumé, ou choisissez « Aucun second résumé »."),
                "foreign_language": _("Dites dans quelle langue est ce résumé."),
            }
            self.add_error(missing, sentences[missing])
            # Half of the two is stored by nobody, the browser included.
            for name in sentences:
                cleaned.pop(name, None)
        for name in ["contact_name", "contact_role"]:
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
        Step("calendrier", gettext_lazy("Budget et calendrier"), DraftScheduleForm),
        Step("contact", gettext_lazy("Contact et langues"), ContactForm),
    ]
)
AMENDMENT_STEPS = Steps(
    Step(step.slug, step.title, PublishedScheduleForm) if step.form_class is DraftScheduleForm else step
    for step in NEED_STEPS
)
