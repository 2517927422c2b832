"""What a company fills in for one reference, one request for access, one term that the vocabulary lacks."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalForm
from grandest_portal.reference.models import Sector
from grandest_portal.reference.models.keywords import LABEL_LENGTH
from suppliers.models.references import CONTACT

DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
OLDEST = 1950


class YearOrDayField(forms.CharField):
    """« 2024 » or « 15/03/2024 »: cleans to (year, day or None), not in the future."""

    def clean(self, value):
        text = super().clean(value)
        match = DAY.fullmatch(text)
        try:
            day = date(*(int(part) for part in reversed(match.groups()))) if match else None
            year = day.year if day else int(text) if re.fullmatch(r"[0-9]{4}", text) else 0
        except ValueError:
            year = 0
        today = timezone.localdate()
        if not OLDEST <= year <= today.year or (day and day > today):
            raise ValidationError(_("Écrivez une année passée (2024), ou une date (15/03/2024)."))
        return year, day


class ReferenceForm(PortalForm):
    who = forms.CharField(
        label=gettext_lazy("Qui s'en sert"),
        help_text=gettext_lazy("Une collectivité, un établissement, une entreprise."),
        max_length=160,
        error_messages={"required": gettext_lazy("Dites qui se sert de la solution.")},
    )
    when = YearOrDayField(
        label=gettext_lazy("Depuis quand"),
        help_text=gettext_lazy("Une année, ou une date."),
        widget=forms.TextInput(attrs={"class": "short"}),
        max_length=10,
        error_messages={"required": gettext_lazy("Donnez une année ou une date.")},
    )
    result = forms.CharField(
        label=gettext_lazy("Résultat"),
        help_text=gettext_lazy("Ce qui a changé, avec un chiffre si vous en avez un, et qui l'a mesuré."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Dites quel résultat se voit.")},
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Personne à contacter"),
        help_text=gettext_lazy(
            "Jamais publiée : donnée sur demande, à un acheteur que vous acceptez. Seulement avec son accord."
        ),
        max_length=120,
        required=False,
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Son adresse électronique"),
        required=False,
        error_messages={
            "invalid": gettext_lazy("Écrivez une adresse électronique, comme prenom.nom@commune.fr.")
        },
    )
    consent_by = forms.CharField(
        label=gettext_lazy("Qui a donné son accord"),
        help_text=gettext_lazy("La personne elle-même, ou qui peut l'engager : son nom et sa fonction."),
        max_length=160,
        required=False,
    )
    consent_on = forms.DateField(
        label=gettext_lazy("Accord donné le"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        required=False,
        error_messages={"invalid": gettext_lazy("Écrivez une date, par exemple 15/09/2026.")},
    )

    @staticmethod
    def of(row):
        """The initials that show a stored row."""
        return {name: getattr(row, name) for name in ("who", "when", "result", *CONTACT)}

    def answers(self):
        """What the action stores; without a person, no consent either."""
        data = dict(self.cleaned_data)
        data["year"], data["day"] = data.pop("when")
        if not (data["contact_name"] or data["contact_email"]):
            data |= {"consent_by": "", "consent_on": None}
        return data


class AccessForm(PortalForm):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi vous demandez cet accès"),
        help_text=gettext_lazy(
            "Votre projet en quelques mots, et ce que vous voulez vérifier. L'entreprise le lira."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Dites pourquoi vous demandez cet accès.")},
    )


class AnswerForm(PortalForm):
    """What the company answers; a refusal and a withdrawal say why."""

    words = forms.CharField(
        label=gettext_lazy("Votre réponse"),
        help_text=gettext_lazy("L'acheteur la lira. Obligatoire pour refuser ou pour retirer l'accès."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        error_messages={"required": gettext_lazy("Dites pourquoi : l'organisation qui avait accès le lira.")},
    )

    def __init__(self, *args, must_say=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = must_say


class KeywordForm(PortalForm):
    label = forms.CharField(
        label=gettext_lazy("Terme"),
        help_text=gettext_lazy("Un mot ou deux, au singulier, sans marque ni virgule."),
        max_length=LABEL_LENGTH,
        error_messages={"required": gettext_lazy("Écrivez le terme.")},
    )
    sector = forms.ModelChoiceField(
        Sector.objects.for_list(),
        label=gettext_lazy("Secteur"),
        required=False,
        empty_label=gettext_lazy("Tous les secteurs"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Ce qu'il désigne, et pourquoi il manque"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Dites ce que ce terme désigne.")},
    )

    def clean_label(self):
        label = self.cleaned_data["label"]
        if "," in label:
            raise ValidationError(_("Un terme à la fois : la virgule sépare les mots clés."))
        return label
