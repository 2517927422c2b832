"""Reporting a thing, without captcha: who has no account fills a form that robots fill too well, and too fast."""

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from grandest_portal.reference.enums import ReasonUse
from grandest_portal.reference.models import Parameter
from grandest_portal.reference.reasons import offered_reasons

SIGNER = TimestampSigner(salt="grandest_portal.reports")
OPENED = "form"
LONGEST_STAY = 24 * 3600


def is_stamp(value, max_age):
    try:
        return SIGNER.unsign(value, max_age=max_age) == OPENED
    except BadSignature:
        return False


class ReportForm(PortalForm):
    """`started` is signed and says when the page was opened; `site` stays empty, people do not see it."""

    reason_key = forms.ChoiceField(
        label=_("Pourquoi signalez-vous ce contenu ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez une raison dans la liste."),
            "invalid_choice": _("Choisissez une raison dans la liste."),
        },
    )
    text = forms.CharField(
        label=_("Ce qui pose problème"),
        help_text=_("Dites où, et comment vous le savez. Seule la modération lit ce texte."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Dites ce qui pose problème, et où dans la page.")},
    )
    site = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, kind, anonymous, **kwargs):
        super().__init__(*args, **kwargs)
        self.anonymous = anonymous
        reasons = offered_reasons([ReasonUse.REPORT], kind)
        self.fields["reason_key"].choices = [(row.key, row.label) for row in reasons]
        if not anonymous:
            del self.fields["site"]

    @property
    def stamp(self):
        """The stamp of the first opening, as long as it holds; else a new one."""
        given = str(self.data.get("started", ""))
        return given if is_stamp(given, LONGEST_STAY) else SIGNER.sign(OPENED)

    def clean(self):
        cleaned = super().clean()
        if not self.anonymous:
            return cleaned
        given = str(self.data.get("started", ""))
        least = Parameter.objects.value("report_minimum_seconds", timezone.localdate())
        if cleaned.get("site"):
            raise forms.ValidationError(_("Laissez vide le champ qui le demande, puis envoyez de nouveau."))
        if not is_stamp(given, LONGEST_STAY):
            raise forms.ValidationError(
                _("Cette page était ouverte depuis trop longtemps : relisez, puis envoyez de nouveau.")
            )
        if is_stamp(given, least):
            raise forms.ValidationError(
                _("L'envoi a été très rapide, comme celui d'un robot : relisez, puis envoyez de nouveau.")
            )
        return cleaned


class AppealForm(PortalForm):
    text = forms.CharField(
        label=_("Pourquoi ce refus vous semble une erreur"),
        help_text=_(
            "Une personne qui n'a pas pris la décision lira ce texte. Un refus ne se conteste qu'une fois."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Dites pourquoi ce refus vous semble une erreur.")},
    )
