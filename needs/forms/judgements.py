"""Whether a match is relevant: one choice, which says the answer and its reason at once, and a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from grandest_portal.reference.enums import ReasonUse
from grandest_portal.reference.reasons import offered_reasons
from needs.models.judgements import LONGEST_JUDGEMENT_NOTE

KIND = "match"
GROUPS = ((ReasonUse.RELEVANT, _("Pertinente")), (ReasonUse.IRRELEVANT, _("Pas pertinente")))


class JudgementForm(PortalForm):
    """`answer` is « use:key » of a reason of the list, grouped by what it answers; `current`: what was said before."""

    answer = forms.ChoiceField(
        label=_("Votre avis, et sa raison"),
        error_messages={
            "required": _("Choisissez une raison dans la liste."),
            "invalid_choice": _("Cette raison n'est plus dans la liste : choisissez-en une autre."),
        },
    )
    note = forms.CharField(
        label=_("Remarque, que vos collègues liront"),
        required=False,
        max_length=LONGEST_JUDGEMENT_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, current=None, **kwargs):
        initial = {}
        if current is not None:
            use = ReasonUse.RELEVANT if current.relevant else ReasonUse.IRRELEVANT
            initial = {"answer": f"{use}:{current.reason_key}", "note": current.note}
        super().__init__(*args, initial=initial, **kwargs)
        offered = offered_reasons([use for use, _label in GROUPS], KIND)
        self.fields["answer"].choices = [
            ("", _("Choisissez…")),
            *(
                (label, [(f"{use}:{row.key}", row.label) for row in offered if use in row.uses])
                for use, label in GROUPS
            ),
        ]

    @property
    def said(self):
        """What `judge_match` takes of a valid form."""
        use, _colon, key = self.cleaned_data["answer"].partition(":")
        return {
            "relevant": use == ReasonUse.RELEVANT,
            "reason_key": key,
            "note": self.cleaned_data["note"],
        }
