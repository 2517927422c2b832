"""The two forms of the drafting assistant: one justification, and the questions of the consultation."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grandest_portal.core.forms import PortalForm
from needs.enums import CheckAnswerValue

LONGEST_JUSTIFICATION = 2_000
LONGEST_NOTE = 1_000
PARK_CHOICES = [("yes", _("Oui, déjà en place et conservé")), ("no", _("Non"))]


class JustifyForm(PortalForm):
    """Why a sentence stays as it is; a product that is named is asked whether it is already there."""

    existing_equipment = forms.ChoiceField(
        label=_("Est-ce un matériel ou un logiciel déjà en place ?"),
        choices=PARK_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si ce matériel ou ce logiciel est déjà en place.")},
    )
    text = forms.CharField(
        label=_("Pourquoi cette phrase est nécessaire"),
        help_text=_("La modération lit cette raison à côté de votre texte ; elle est conservée."),
        max_length=LONGEST_JUSTIFICATION,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez pourquoi cette phrase est nécessaire.")},
    )

    def __init__(self, *args, asks_park, least, **kwargs):
        """`least`: how many different words are asked for."""
        super().__init__(*args, **kwargs)
        if least > 1:
            self.fields["text"].help_text = ngettext(
                "Une phrase, de %(least)d mot au moins. La modération la lit à côté de votre texte ; elle est "
                "conservée.",
                "Une phrase, de %(least)d mots différents au moins. La modération la lit à côté de votre texte ; elle "
                "est conservée.",
                least,
            ) % {"least": least}
        if not asks_park:
            del self.fields["existing_equipment"]

    @property
    def park(self):
        """True, False, or None when it is not asked."""
        answer = self.cleaned_data.get("existing_equipment")
        return None if answer is None else answer == "yes"


class AnswersForm(PortalForm):
    """One choice and one note for each question; what is left alone keeps its answer."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            code, stored = question.check.key, question.answer
            self.fields[code] = forms.ChoiceField(
                label=_("Est-ce le cas ?"),
                choices=CheckAnswerValue.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=stored.answer if stored else None,
            )
            self.fields[f"{code}-note"] = forms.CharField(
                label=_("Note"),
                max_length=LONGEST_NOTE,
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                initial=stored.note if stored else "",
            )

    def clean(self):
        cleaned = super().clean()
        for code in [name for name in self.fields if not name.endswith("-note")]:
            if cleaned.get(f"{code}-note") and not cleaned.get(code) and code not in self.errors:
                self.add_error(code, _("Choisissez une réponse : la note seule n'est pas enregistrée."))
        return cleaned

    @property
    def answers(self):
        """{code: (value, note)} of the questions that have an answer."""
        cleaned = self.cleaned_data
        return {
            name: (cleaned[name], cleaned[f"{name}-note"])
            for name in self.fields
            if not name.endswith("-note") and cleaned[name]
        }
