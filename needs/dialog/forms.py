"""What companies and buyers type about questions and interests."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.core.dates import day
from grandest_portal.core.forms import PortalForm
from needs.models import Interest
from needs.models.interests import LONGEST_INTEREST_ANSWER, LONGEST_NOTE
from needs.models.questions import LONGEST_ANSWER, LONGEST_QUESTION
from suppliers.models import Company, Solution

MOST_LINES = 20


class QuestionForm(PortalForm):
    text = forms.CharField(
        label=_("Votre question"),
        help_text=_(
            "2 000 caractères au plus. Elle sera publiée telle quelle, sans le nom de votre entreprise, avec la "
            "réponse : n'y mettez ni nom, ni prix, ni secret."
        ),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Écrivez votre question.")},
    )


class AnswersForm(PortalForm):
    """A text per waiting question, each with the version of its draft that is on screen."""

    def __init__(self, data=None, *, questions):
        self.questions = questions
        super().__init__(data)

    def field_of(self, question):
        return self[f"answer_{question.pk}"]

    def texts(self):
        """{pk: (text, version)} as the actions take them."""
        return {
            each.pk: (
                self.cleaned_data.get(f"answer_{each.pk}", ""),
                self.cleaned_data.get(f"version_{each.pk}"),
            )
            for each in self.questions
        }


def answers_form(data, questions):
    """The AnswersForm of these questions; a form class of its own, because the fields are as many as they are."""
    fields = {}
    for each in questions:
        fields[f"answer_{each.pk}"] = forms.CharField(
            label=_now("Réponse à la question %(reference)s") % {"reference": each.reference},
            required=False,
            max_length=LONGEST_ANSWER,
            initial=each.draft,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        fields[f"version_{each.pk}"] = forms.IntegerField(
            min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
        )
    return type("AnswersForm", (AnswersForm,), fields)(data, questions=questions)


class CorrectionForm(PortalForm):
    text = forms.CharField(
        label=_("Réponse corrigée"),
        help_text=_("Publiée à la suite de l'ancienne, qui reste lisible, avec sa date."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Écrivez la réponse corrigée.")},
    )


def company_named(line):
    """The company of the portal that a SIRET, another registered number or a whole name says."""
    rows = Company.objects.filter(organisation__memberships__status=MembershipStatus.APPROVED)
    number = "".join(line.split())
    found = list(rows.filter(organisation__identifier=number).distinct().order_by("pk")[:2])
    found = found or list(rows.filter(organisation__identifier__iexact=line).distinct().order_by("pk")[:2])
    found = found or list(rows.filter(organisation__name__iexact=line).distinct().order_by("pk")[:2])
    if not found:
        raise forms.ValidationError(
            _now(
                "« %(line)s » n'est le SIRET ni le nom d'aucune entreprise inscrite : vérifiez-le, ou invitez-la "
                "d'abord à s'inscrire."
            )
            % {"line": line[:80]}
        )
    if len(found) > 1:
        raise forms.ValidationError(
            _now("Plusieurs entreprises s'appellent « %(line)s » : donnez son SIRET.") % {"line": line[:80]}
        )
    return found[0]


class InterestForm(PortalForm):
    """The same for every company."""

    solution = forms.ModelChoiceField(
        label=_("Avec laquelle de vos solutions ?"),
        help_text=_("Une solution publiée dans le recensement, si vous en avez une."),
        queryset=Solution.objects.none(),
        required=False,
        empty_label=_("Aucune fiche : la note suffit"),
        error_messages={
            "invalid_choice": _("Choisissez une solution publiée de votre entreprise, ou aucune.")
        },
    )
    note = forms.CharField(
        label=_("Votre note à l'acheteur"),
        help_text=_("600 caractères au plus : ce que vous proposez, sans prix ni offre."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Dites en quelques mots ce que vous proposez.")},
    )
    partners = forms.CharField(
        label=_("Avec d'autres entreprises ?"),
        help_text=_(
            "Pour un groupement : le SIRET ou le nom exact de chacune, une par ligne. Chacune doit confirmer ; "
            "l'acheteur ne lit son nom qu'ensuite."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, company):
        super().__init__(data)
        self.fields["solution"].queryset = company.solutions.published().order_by("title", "pk")

    def clean_partners(self):
        lines = [line.strip() for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_now("Trop de lignes : une par entreprise."))
        return [company_named(line) for line in lines]


class InterestChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, interest):
        return _now("%(company)s (%(reference)s, déclaré le %(day)s)") % {
            "company": interest.company,
            "reference": interest.reference,
            "day": day(interest.created_at),
        }


class InterestAnswerForm(PortalForm):
    """One text to chosen companies, or to all whose answer is due."""

    everyone = forms.BooleanField(label=_("Répondre à toutes celles qui attendent"), required=False)
    interests = InterestChoice(
        label=_("Ou seulement à"),
        help_text=_("Les autres restent dues : chacune doit recevoir une réponse."),
        queryset=Interest.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("L'une de ces entreprises n'attend plus de réponse : la liste est à jour."),
            "invalid_pk_value": _("Cette liste ne contient que les entreprises qui attendent une réponse."),
        },
    )
    text = forms.CharField(
        label=_("Votre réponse"),
        help_text=_(
            "Remerciement, suite prévue, refus… Une information sur le besoin se donne à tous, par les questions et "
            "réponses : jamais ici."
        ),
        max_length=LONGEST_INTEREST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Écrivez votre réponse.")},
    )
    # The newest interest that the page showed: who declared since is not answered unseen.
    shown = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
    )
    equal = forms.BooleanField(
        label=_("Cette réponse ne dit rien du besoin qui ne soit déjà publié pour tous."),
        error_messages={
            "required": _(
                "Vérifiez ce point : une information sur le besoin se donne à toutes les entreprises."
            )
        },
    )

    def __init__(self, data=None, *, due, newest=0):
        super().__init__(data, initial={"shown": newest})
        self.fields["interests"].queryset = due

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("interests")
        if not cleaned.get("everyone") and "interests" not in self.errors and not chosen:
            self.add_error(
                "everyone", _now("Dites à qui vous répondez : à toutes, ou à celles que vous cochez.")
            )
        if cleaned.get("everyone") and cleaned.get("shown") is None:
            self.add_error(
                "everyone", _now("Cette page ne dit plus qui elle montrait : rechargez-la, puis répondez.")
            )
        return cleaned

    def chosen(self):
        """The interests to answer: of all, those that the page showed."""
        if not self.cleaned_data["everyone"]:
            return list(self.cleaned_data["interests"])
        return list(self.fields["interests"].queryset.filter(pk__lte=self.cleaned_data["shown"]))
