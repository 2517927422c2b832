"""Who was there and why an absence is contested; the answers to the grid of minutes."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalForm
from meetings.enums import Presence
from meetings.records.saying import field_of

LONGEST_ANSWER = 4000
# No field of the form is called so otherwise.
ANSWER = "reponse_"

WORDS = {
    Presence.PRESENT: gettext_lazy("Était là"),
    Presence.ABSENT: gettext_lazy("N'est pas venu, sans prévenir"),
    Presence.EXCUSED: gettext_lazy("N'est pas venu, et avait prévenu"),
}
CLAIMS = {
    Presence.PRESENT: gettext_lazy("J'étais là"),
    Presence.EXCUSED: gettext_lazy("Je n'étais pas là, mais j'avais prévenu"),
}


class PresenceForm(PortalForm):
    """One choice for each person; `rows` are the Attendances of whom this side may speak, `side` is who speaks."""

    def __init__(self, *args, rows, side, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            person = row.participant
            said = row.own if person.side == side else row.other
            self.fields[field_of(person)] = forms.ChoiceField(
                label=str(person.user),
                # Templates take a help text as it is: what others typed is escaped here.
                help_text=escape(
                    _("Pour %(organisation)s.")
                    % {"organisation": person.meeting.organisation_on(person.side)}
                ),
                choices=list(WORDS.items()),
                initial=said.presence if said else None,
                widget=forms.RadioSelect,
                error_messages={"required": _("Dites si cette personne était là.")},
            )

    def said(self):
        """{number of a participant: Presence} of a valid form."""
        return {row.participant.pk: self.cleaned_data[field_of(row.participant)] for row in self.rows}


class ContestForm(PortalForm):
    claimed = forms.ChoiceField(
        label=gettext_lazy("Ce qui s'est passé"),
        choices=list(CLAIMS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui s'est passé.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Expliquez en une phrase"),
        help_text=gettext_lazy("L'autre organisation et la modération la liront, personne d'autre."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Dites en une phrase ce qui s'est passé.")},
    )


class MinutesForm(PortalForm):
    """The answers to the grid and the free text; `instance` is the Minutes whose words are shown."""

    questions = ()

    def __init__(self, data=None, *, instance=None):
        answers = instance.answers if instance is not None else {}
        initial = {answer_name(each["key"]): answers.get(each["key"], "") for each in self.questions}
        initial["text"] = instance.text if instance is not None else ""
        super().__init__(data, initial=initial)

    @classmethod
    def about(cls, questions):
        fields = {
            answer_name(each["key"]): long_text(f"{number}. {each['wording']}", each["help"])
            for number, each in enumerate(questions, start=1)
        }
        fields["text"] = long_text(_("Autres points"), _("Ce que la grille ne demande pas. Facultatif."))
        return type("GridForm", (cls,), {**fields, "questions": questions})


def answer_name(key):
    return f"{ANSWER}{key}"


def answers_in(data):
    """({key: text}, free text or None) of the cleaned data of a form."""
    answers = {name.removeprefix(ANSWER): value for name, value in data.items() if name.startswith(ANSWER)}
    return answers, data.get("text")


def long_text(label, help_text):
    return AskedText(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[
            MaxLengthValidator(LONGEST_ANSWER, _("Ce texte est trop long : 4 000 caractères au plus."))
        ],
    )


class AskedText(forms.CharField):
    """Asked, and never demanded: what has no answer is said so in the minutes."""

    def validate(self, value):
        if value:
            super().validate(value)


class CommentForm(PortalForm):
    text = forms.CharField(
        label=gettext_lazy("Votre commentaire"),
        help_text=gettext_lazy("L'acheteur le lit avec le compte rendu. Vous ne pourrez plus le changer."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Écrivez le commentaire.")},
    )


class GridForm(PortalForm):
    own = forms.CharField(
        label=gettext_lazy("Vos questions"),
        help_text=gettext_lazy("Une par ligne. Elles s'ajoutent aux questions communes."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
