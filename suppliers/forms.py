"""Registration and profile of a company; the short forms of a solution, one per step."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.forms import OrganisationForm
from grandest_portal.core.forms import PortalModelForm
from grandest_portal.reference.fields import AreasField, CPVCodesField
from grandest_portal.reference.models import CPVCode, LegalForm
from suppliers.enums import TRL, Headcount
from suppliers.models import Company, Solution

LONGEST_TEXT = 5000
MOST_CODES = 5
format_html_lazy = lazy(format_html, str)


def long_text(label, help_text, *, required=True, words=None, missing=None):
    """A text area that refuses too long a text with a sentence, where `maxlength` would cut it unseen."""
    attrs = {"rows": 6} | ({"data-words": str(words)} if words else {})
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs=attrs),
        validators=[
            MaxLengthValidator(
                LONGEST_TEXT, _("Ce texte est trop long : gardez l'essentiel, en 5 000 caractères au plus.")
            )
        ],
        error_messages={"required": missing} if missing else None,
    )


WEB_ADDRESS_ERROR = {"invalid": _("Écrivez une adresse complète, qui commence par https://")}


class CompanyFields(forms.Form):
    """What a company says of itself, at registration and on its profile."""

    legal_form = forms.CharField(
        label=_("Forme juridique"),
        help_text=_("Par exemple : SAS, SCOP, GmbH, association."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    headcount = forms.ChoiceField(
        label=_("Effectif"), choices=[("", _("Non précisé")), *Headcount.choices], required=False
    )
    presentation = long_text(
        _("Présentation"),
        _("Ce que fait l'entreprise, pour qui, depuis quand. Une quarantaine de mots suffit."),
        required=False,
        words=40,
    )


class CompanyRegistrationForm(OrganisationForm, CompanyFields):
    """The organisation, the person's position, and what the company says of itself."""

    field_order = [*OrganisationForm.Meta.fields, "position", "legal_form", "headcount", "presentation"]

    def company_data(self):
        return {name: self.cleaned_data[name] for name in ["legal_form", "headcount", "presentation"]}


# INSEE's classes of employees, in ours; companies without a class are asked.
HEADCOUNTS = {
    Headcount.MICRO: {"NN", "00", "01", "02", "03"},
    Headcount.SMALL: {"11", "12"},
    Headcount.MEDIUM: {"21", "22", "31"},
    Headcount.LARGE: {"32", "41", "42", "51", "52", "53"},
}


def company_initial(establishment):
    """Form initials of what the public directory says of a company itself."""
    form = LegalForm.objects.in_force(timezone.localdate()).filter(key=establishment.legal_form).first()
    sizes = [size for size, classes in HEADCOUNTS.items() if establishment.size_class in classes]
    longest = CompanyRegistrationForm.base_fields["legal_form"].max_length
    values = {"legal_form": form.label[:longest] if form else "", "headcount": sizes[0] if sizes else ""}
    return {name: value for name, value in values.items() if value}


class CompanyProfileForm(PortalModelForm, CompanyFields):
    class Meta:
        model = Company
        fields = ["legal_form", "founded", "headcount", "presentation"]

    field_order = ["legal_form", "founded", "headcount", "presentation"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["founded"].widget.attrs["class"] = "short"
        self.fields["founded"].error_messages["invalid"] = _("Écrivez l'année en quatre chiffres.")


class SolutionCPVField(CPVCodesField):
    """The codes of a solution; on the check page, each with its label."""

    def shown_value(self, value):
        written = [line.partition("-")[0] for line in self.prepare_value(value).splitlines()]
        return "\n".join(str(code) for code in CPVCode.objects.filter(pk__in=written).for_list())


class WhatForm(PortalModelForm):
    """Step 1: what it solves, and what it is."""

    problem_solved = long_text(
        _("Problème résolu"),
        _(
            "Ce qui se passe sans votre solution : où, pour qui, avec quelles conséquences. Une quarantaine de "
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
                "Ce que c'est, en quelques mots : « Cabine de téléconsultation itinérante » plutôt qu'une marque."
            )
        }
        error_messages = {
            "title": {
                "required": _("Donnez un titre à la solution."),
                "max_length": _("Ce titre est trop long : 120 caractères au plus."),
            }
        }


class NewForm(PortalModelForm):
    """Step 2: what is new, how ripe it is, who uses it."""

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
    references = long_text(
        _("Références"),
        _("Qui s'en sert, depuis quand, avec quel résultat. Laissez vide si vous cherchez la première."),
        required=False,
    )

    class Meta:
        model = Solution
        fields = ["novelty", "trl", "references"]


class WhereForm(PortalModelForm):
    """Step 3: under which codes and words it is found, where it can be delivered."""

    cpv = SolutionCPVField(
        max_codes=MOST_CODES,
        help_text=format_html_lazy(
            '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
            _(
                "Un code par ligne, ou séparés par des virgules : cinq au plus. Exemple : 38435000, 48000000-8. "
                "Le libellé exact convient aussi."
            ),
            reverse_lazy("reference:cpv_search"),
            _("Trouver un code (nouvel onglet)"),
        ),
        error_messages={"required": _("Donnez au moins un code CPV.")},
    )

    served = AreasField(
        label=_("Où votre solution peut-elle être fournie ?"),
        help_text=_(
            "Partout : ne cochez rien. Cette réponse aide à trouver la solution ; elle ne change aucun "
            "ordre et aucun score."
        ),
        unanswered=_("Partout"),
    )

    class Meta:
        model = Solution
        fields = ["cpv", "keywords", "link", "served"]
        labels = {"keywords": _("Mots clés"), "link": _("Lien")}
        help_texts = {
            "keywords": _("Séparés par des virgules : les mots qu'un acheteur taperait dans la recherche."),
            "link": _("Une page qui montre la solution. Adresse complète, qui commence par https://"),
        }
        error_messages = {
            "keywords": {"max_length": _("Ces mots clés sont trop longs : 200 caractères en tout au plus.")},
            "link": WEB_ADDRESS_ERROR,
        }

    def clean_keywords(self):
        words = [word.strip() for word in self.cleaned_data["keywords"].split(",")]
        return ", ".join(dict.fromkeys(filter(None, words)))
