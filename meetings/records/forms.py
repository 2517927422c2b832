"""Who was there, and why an absence is contested."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalForm
from meetings.enums import Presence
from meetings.records.saying import field_of

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
                help_text=_("Pour %(organisation)s.")
                % {"organisation": person.meeting.organisation_on(person.side)},
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
