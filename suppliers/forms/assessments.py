"""The self-assessment: a short form per theme, from the questions in force; the signature; a moderator's comment."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.fields import WebAddressField
from grandest_portal.core.forms import PortalForm
from grandest_portal.core.steps import Step, Steps
from grandest_portal.reference.enums import QuestionFamily
from suppliers.enums import AssessmentAnswer, Audience
from suppliers.forms.solutions import WEB_ADDRESS_ERROR
from suppliers.innovation import answer_to

LONGEST_EXPLANATION = 1500
# No key of a question holds one.
BETWEEN = "."


class AnswerChoice(forms.ChoiceField):
    """Asked, and never demanded: what has no answer is said so in the note."""

    def validate(self, value):
        if value:
            super().validate(value)


def choices_of(question):
    choices = [
        choice
        for choice in AssessmentAnswer.choices
        if question.may_not_apply or choice[0] != AssessmentAnswer.NOT_APPLICABLE
    ]
    return [*choices, ("", _("Pas de réponse pour l'instant"))]


def fields_of(question, number):
    """{name: field} of one question: the answer, its explanation, the link to a proof."""
    help_text = format_html(
        "{} <span class='note'>{}</span>", question.why, _("Source : %(text)s.") % {"text": question.source}
    )
    proof = _("Par exemple : %(proof)s.") % {"proof": question.proof} if question.proof else ""
    fields = {
        question.key: AnswerChoice(
            label=f"{number}. {question.wording}",
            help_text=help_text,
            choices=choices_of(question),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Choisissez une réponse dans la liste.")},
        ),
        f"{question.key}{BETWEEN}explanation": forms.CharField(
            label=_("Explication, question %(number)d") % {"number": number},
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            validators=[
                MaxLengthValidator(
                    LONGEST_EXPLANATION,
                    _("Cette explication est trop longue : 1 500 caractères au plus."),
                )
            ],
        ),
    }
    if question.proof:
        fields[f"{question.key}{BETWEEN}proof"] = WebAddressField(blank=True).formfield(
            label=_("Lien vers une preuve, question %(number)d") % {"number": number},
            help_text=proof,
            required=False,
            error_messages=WEB_ADDRESS_ERROR,
        )
    return fields


class AnswersForm(PortalForm):
    """`questions` is a list of (number, AssessmentQuestion); `instance` the Assessment whose answers are shown."""

    questions = ()

    def __init__(self, data=None, *, instance=None):
        answers = instance.answers if instance is not None else {}
        initial = {}
        for _number, question in self.questions:
            given = answer_to(answers, question)
            initial[question.key] = given["answer"]
            initial |= {f"{question.key}{BETWEEN}{part}": given[part] for part in ("explanation", "proof")}
        super().__init__(data, initial=initial)

    @classmethod
    def about(cls, questions):
        fields = {}
        for number, question in questions:
            fields |= fields_of(question, number)
        return type("ThemeForm", (cls,), {**fields, "questions": questions})


def answers_in(data):
    """{key: {answer, explanation, proof}} of the cleaned data of a step; what was left out stays out."""
    answers = {}
    for name, value in data.items():
        key, _between, part = name.partition(BETWEEN)
        answers.setdefault(key, {})[part or "answer"] = value
    return answers


def steps_of(questions):
    """One step per theme, in the order of the questions, the solution first."""
    themes, number = {}, 0
    for family in QuestionFamily:
        for question in questions:
            if question.family == family:
                number += 1
                themes.setdefault((family, question.theme), []).append((number, question))
    return Steps(
        Step(
            f"{family.value}-{slugify(theme)}",
            theme,
            AnswersForm.about(numbered),
            _("%(family)s. Aucune réponse n'est obligatoire ; un « oui » sans explication n'appuie rien.")
            % {"family": family.label},
        )
        for (family, theme), numbered in themes.items()
    )


def audience_field():
    return forms.ChoiceField(
        label=gettext_lazy("Qui lit cette note ?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Avec elle : le nom et la fonction de qui la signe. Vous pourrez changer ce choix."
        ),
        error_messages={
            "required": gettext_lazy("Choisissez qui lit cette note."),
            "invalid_choice": gettext_lazy("Choisissez dans la liste."),
        },
    )


class SignatureForm(PortalForm):
    """`conflict` says that the note is not the one that was on screen."""

    conflict = False
    position = forms.CharField(
        label=gettext_lazy("Votre fonction dans l'entreprise"),
        max_length=120,
        error_messages={"required": gettext_lazy("Dites à quel titre vous signez.")},
    )
    audience = audience_field()
    agreed = forms.BooleanField(
        label=gettext_lazy("Je signe cette note au nom de l'entreprise, et j'en confirme l'exactitude."),
        error_messages={"required": gettext_lazy("Cochez cette case pour signer.")},
    )


class AssessmentAudienceForm(PortalForm):
    audience = audience_field()


class CommentForm(PortalForm):
    text = forms.CharField(
        label=gettext_lazy("Commentaire"),
        help_text=gettext_lazy(
            "Il est lu par tous ceux qui lisent la note, avec sa date, sans votre nom. Il relève un fait ou une "
            "source ; il n'approuve rien."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Écrivez le commentaire.")},
    )
