"""What a buyer chooses before freezing a shortlist: filters, then the criterion, and whom to take out by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from grandest_portal.reference.enums import CPVLevel
from needs.shortlists.selection import Choice
from suppliers.enums import Language

LOWEST_TRL, HIGHEST_TRL = 1, 9
EVERYBODY = ("", _("Toutes"))


class ShortlistFilterForm(PortalForm):
    """The only questions that may sort the matches; whatever else an address carries is not read."""

    bande = forms.ChoiceField(label=_("Correspondance au moins"), required=False)
    trl = forms.TypedChoiceField(
        label=_("Maturité au moins"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[EVERYBODY, *((level, f"TRL {level}") for level in range(LOWEST_TRL, HIGHEST_TRL + 1))],
    )
    cpv = forms.TypedChoiceField(
        label=_("Code CPV en commun, au moins"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Aucune exigence")), *CPVLevel.choices],
        help_text=_("Du plus large (division) au plus précis (code précis)."),
    )
    mots = forms.CharField(
        label=_("Mots que la solution emploie"),
        required=False,
        max_length=200,
        help_text=_("Tous ces mots, sous toutes leurs formes, dans le titre ou les textes de la fiche."),
    )
    langues = forms.MultipleChoiceField(
        label=_("Langues des échanges"),
        required=False,
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("L'entreprise en indique au moins une. Aucune case : toutes les entreprises."),
    )

    def __init__(self, *args, bands, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bande"].choices = [EVERYBODY, *((band.key, band.label) for band in bands)]

    def choice(self):
        """The Choice that was asked for; what is no possible answer counts as no question."""
        self.is_valid()
        read = getattr(self, "cleaned_data", {})
        return Choice(
            band=read.get("bande") or "",
            trl=read.get("trl"),
            cpv_level=read.get("cpv"),
            words=read.get("mots") or "",
            languages=tuple(sorted(read.get("langues") or [])),
        )

    def shown(self):
        """The same questions with the answers that count: what is no possible answer is not shown again."""
        chosen = self.choice()
        initial = {
            "bande": chosen.band,
            "trl": chosen.trl,
            "cpv": chosen.cpv_level,
            "mots": chosen.words,
            "langues": chosen.languages,
        }
        form = ShortlistFilterForm(initial=initial, bands=())
        form.fields["bande"].choices = self.fields["bande"].choices
        return form

    def hidden(self):
        """[(name, value)] that make the same choice again, the questions without an answer included."""
        chosen = self.choice()
        one = {
            "bande": chosen.band,
            "trl": chosen.trl,
            "cpv": chosen.cpv_level,
            "mots": chosen.words,
        }
        return [(name, value or "") for name, value in one.items()] + [
            ("langues", each) for each in chosen.languages
        ]


class FreezeForm(PortalForm):
    """The criterion, and beside each solution why it is taken out by hand: a reason typed takes it out."""

    critere = forms.CharField(
        label=_("Critère de la liste"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Ce qui décide, objectivement, qui est retenu ; le même pour toutes les entreprises. Il est publié sur la "
            "page du besoin si vous invitez des entreprises d'après cette liste."
        ),
        error_messages={"required": _("Écrivez le critère : il dit qui est retenu, et pourquoi.")},
    )

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.by_hand = {f"raison_{row.match.solution_id}": row for row in rows}
        for name, row in self.by_hand.items():
            field = forms.CharField(
                label=_("Raison d'écarter « %(title)s »") % {"title": row.match.solution},
                required=False,
                max_length=500,
            )
            self.fields[name] = field

    def removed(self):
        """{number of a solution: why} of those taken out by hand."""
        found = {row.match.solution_id: self.cleaned_data[name] for name, row in self.by_hand.items()}
        return {pk: reason for pk, reason in found.items() if reason}

    def lines(self):
        """[(row, its bound field)] for the page."""
        return [(row, self[name]) for name, row in self.by_hand.items()]
