"""The clock by which a person reads the hours of meetings."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.zones import zone_choices
from grandest_portal.core.forms import PortalForm


class ZoneForm(PortalForm):
    zone = forms.ChoiceField(
        label=_("Votre fuseau horaire"),
        help_text=_(
            "Les rendez-vous se lisent à l'heure de Paris ; la vôtre est écrite à côté quand elle en diffère."
        ),
        error_messages={
            "required": _("Choisissez un fuseau horaire."),
            "invalid_choice": _("Choisissez un fuseau horaire dans la liste."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(timezone.localdate())
