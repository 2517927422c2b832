"""A step in which the company says, beside each answer that it may keep for fewer people, who reads it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.forms import PortalModelForm
from suppliers.audience import RESTRICTABLE
from suppliers.enums import Audience

BEGINNING = "audience_"


class AudienceField(forms.ChoiceField):
    """Who reads the answer `about`: what it stores goes to `audiences`, with those of the other answers."""

    def __init__(self, about, answer):
        super().__init__(
            label=_("Qui lit « %(answer)s » ?") % {"answer": answer},
            choices=Audience.choices,
            required=False,
            template_name="suppliers/audience_field.html",
            error_messages={"invalid_choice": gettext_lazy("Choisissez qui lit cette réponse.")},
        )
        self.about, self.answer = about, answer


class AudienceForm(PortalModelForm):
    """Adds an AudienceField after each field that RESTRICTABLE names; cleans to the whole `audiences`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        said, order = self.instance.audiences, []
        for name in list(self.fields):
            order.append(name)
            if name in RESTRICTABLE:
                self.fields[BEGINNING + name] = AudienceField(name, self.fields[name].label)
                self.initial[BEGINNING + name] = said.get(name, Audience.EVERYONE)
                order.append(BEGINNING + name)
        self.order_fields(order)

    def clean(self):
        """A choice that did not arrive leaves what is stored: nothing opens by being forgotten."""
        cleaned, said = super().clean(), dict(self.instance.audiences)
        for name in [each for each in self.fields if each.startswith(BEGINNING)]:
            chosen, about = cleaned.pop(name, ""), name.removeprefix(BEGINNING)
            if chosen == Audience.EVERYONE:
                said.pop(about, None)
            elif chosen:
                said[about] = chosen
        cleaned["audiences"] = said
        return cleaned

    def note_of(self, name):
        """What the summary says beside an answer that not everybody reads."""
        audience = self.initial.get(BEGINNING + name, Audience.EVERYONE)
        if audience == Audience.EVERYONE or not self[name].value():
            return ""
        return _("Qui la lit : %(audience)s") % {"audience": Audience(audience).label.lower()}
