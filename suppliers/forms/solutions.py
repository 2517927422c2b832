"""The short forms of a solution, one per step."""

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalModelForm
from grandest_portal.core.steps import Step, Steps
from grandest_portal.reference.fields import AreasField, CPVCodesField
from grandest_portal.reference.keyword_field import KeywordsField
from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.proposal_field import ProposedCodes
from suppliers.enums import TRL
from suppliers.forms.sheet import CommitmentsForm, DeploymentForm, ReferencesForm
from suppliers.forms.texts import WEB_ADDRESS_ERROR, long_text
from suppliers.models import Solution

MOST_CODES = 5
format_html_lazy = lazy(format_html, str)


class SolutionCPVField(CPVCodesField):
    """The codes of a solution; on the check page, each with its label."""

    def get_bound_field(self, form, field_name):
        return ProposedCodes(form, self, field_name)

    def shown_value(self, value):
        written = [line.partition("-")[0] for line in self.prepare_value(value).splitlines()]
        return "\n".join(str(code) for code in CPVCode.objects.filter(pk__in=written).for_list())


class WhatForm(PortalModelForm):
    """Step 1: what it solves, and what it is."""

    problem_solved = long_text(
        _("Problème résolu"),
        _(
            "Ce qui se passe sans votre solution : où, pour qui, avec quelles conséquences. Une quarantaine de "
            "mots ou plus aide les acheteurs à se reconnaître."
        ),
        words=40,
        missing=_("Décrivez le problème que la solution résout."),
    )
    description = long_text(
        _("Description"),
        _("Ce que c'est et comment cela marche, sans argument commercial. Une quarantaine de mots ou plus."),
        words=40,
        missing=_("Décrivez la solution."),
    )

    class Meta:
        model = Solution
        fields = ["title", "problem_solved", "description"]
        labels = {"title": _("Titre")}
        help_texts = {
            "title": _(
                "Ce que c'est, en quelques mots : « Cabine de téléconsultation itinérante » plutôt qu'une marque."
            )
        }
        error_messages = {
            "title": {
                "required": _("Donnez un titre à la solution."),
                "max_length": _("Ce titre est trop long : 120 caractères au plus."),
            }
        }


class NewForm(PortalModelForm):
    """Step 2: what is new, how ripe it is."""

    novelty = long_text(
        _("Ce qui est nouveau"),
        _(
            "La différence avec ce qui s'achète déjà. L'acheteur en a besoin pour juger du caractère innovant."
        ),
        words=25,
        missing=_("Dites ce qui est nouveau."),
    )
    trl = forms.TypedChoiceField(
        label=_("Maturité (TRL)"),
        help_text=_("Le niveau que la solution atteint aujourd'hui, sur l'échelle européenne de 1 à 9."),
        choices=[(str(value), label) for value, label in TRL.choices],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le niveau de maturité.")},
    )

    class Meta:
        model = Solution
        fields = ["novelty", "trl"]


class WhereForm(PortalModelForm):
    """Step 3: under which codes and words it is found, where it can be delivered."""

    cpv = SolutionCPVField(
        max_codes=MOST_CODES,
        help_text=format_html_lazy(
            '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
            _(
                "Un code par ligne, ou séparés par des virgules : cinq au plus. Exemple : 38435000, 48000000-8. "
                "Le libellé exact convient aussi."
            ),
            reverse_lazy("reference:cpv_search"),
            _("Trouver un code (nouvel onglet)"),
        ),
        error_messages={"required": _("Donnez au moins un code CPV.")},
    )

    keywords = KeywordsField(
        label=_("Mots clés"),
        help_text=format_html_lazy(
            '{} <a href="{}" target="_blank" rel="noopener">{}</a> <a href="{}" target="_blank" rel="noopener">{}</a>',
            _("Séparés par des virgules, choisis dans une liste commune à toutes les entreprises."),
            reverse_lazy("reference:keywords"),
            _("Voir la liste (nouvel onglet)"),
            reverse_lazy("suppliers:keyword_propose"),
            _("Proposer un terme (nouvel onglet)"),
        ),
        required=False,
    )
    served = AreasField(
        label=_("Où votre solution peut-elle être fournie ?"),
        help_text=_(
            "Partout : ne cochez rien. Cette réponse aide à trouver la solution ; elle ne change aucun "
            "ordre et aucun score."
        ),
        unanswered=_("Partout"),
    )

    class Meta:
        model = Solution
        fields = ["cpv", "keywords", "link", "served"]
        labels = {"link": _("Lien")}
        help_texts = {
            "link": _("Une page qui montre la solution. Adresse complète, qui commence par https://")
        }
        error_messages = {"link": WEB_ADDRESS_ERROR}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keywords"].kept = self.instance.keyword_list

    def text_to_read(self):
        """Of a draft, whose steps store a proposal and are shown again."""
        solution = self.instance
        if not solution.is_editable:
            return None
        return "\n".join([solution.title, solution.problem_solved, solution.description])


SOLUTION_STEPS = Steps(
    [
        Step(
            "solution",
            _("La solution"),
            WhatForm,
            _("Écrivez pour une personne qui achète, pas pour un spécialiste de votre métier."),
        ),
        Step("nouveaute", _("Ce qui est nouveau"), NewForm),
        Step(
            "classement",
            _("Où la classer"),
            WhereForm,
            _(
                "Les codes et les mots clés font trouver la solution. Les mots clés la rapprochent aussi des besoins."
            ),
        ),
        Step(
            "mise-en-oeuvre",
            _("Mise en œuvre"),
            DeploymentForm,
            _("Facultatif. Ce qu'un acheteur doit savoir avant de se servir de la solution."),
            optional=True,
        ),
        Step(
            "engagements",
            _("Accessibilité et environnement"),
            CommitmentsForm,
            _("Facultatif. Des faits que l'on peut vérifier, plutôt que des promesses."),
            optional=True,
        ),
        Step(
            "references",
            _("Références"),
            ReferencesForm,
            _("Facultatif. Qui s'en sert déjà, et ce qui se voit."),
            optional=True,
        ),
    ]
)
