"""The forms of the desk: few fields, each usable with a thumb."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from meetings.days.desk import AwayKind, first_to_come
from meetings.days.hours import slots_of, tables_of
from meetings.enums import MeetingSide
from meetings.slots import clock_words, day_words

CHOOSE = {"required": _("Choisissez un créneau."), "invalid_choice": _("Choisissez un créneau à venir.")}


def slots_to_come(day, at):
    """[(number, words)] of the slots that have not begun, with their date when there are several."""
    now, slots = first_to_come(day, at), slots_of(day)
    several = len({each.on for each in slots}) > 1
    return [(each.number, begins(each, several)) for each in slots if each.number >= now]


def begins(slot, several):
    words = clock_words(slot.starts_at)
    return f"{day_words(slot.on)}, {words}" if several else words


def slot_field(choices):
    return forms.TypedChoiceField(
        label=_("Créneau"), choices=choices, coerce=int, error_messages=CHOOSE, widget=forms.Select
    )


class AwayForm(PortalForm):
    kind = forms.ChoiceField(
        label=_("Que faut-il noter ?"),
        choices=AwayKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites s'il s'agit d'une absence ou d'un retard.")},
    )

    def __init__(self, *args, registration, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"] = slot_field(slots_to_come(registration.day, at))
        if registration.side == MeetingSide.BUYER and registration.tables > 1:
            tables = [
                (number, _("Sa table %d seulement") % number) for number in range(1, registration.tables + 1)
            ]
            self.fields["table"] = forms.TypedChoiceField(
                label=_("Qui est concerné ?"),
                choices=[("", _("Toute l'organisation")), *tables],
                coerce=int,
                empty_value=None,
                required=False,
            )


class LostTableForm(PortalForm):
    def __init__(self, *args, day, at, **kwargs):
        super().__init__(*args, **kwargs)
        tables = [(each.number, f"{each.number} ({each.room})") for each in tables_of(day)]
        self.fields["table"] = forms.TypedChoiceField(
            label=_("Table"),
            choices=tables,
            coerce=int,
            error_messages={
                "required": _("Choisissez une table."),
                "invalid_choice": _("Choisissez une table."),
            },
        )
        self.fields["slot"] = slot_field(slots_to_come(day, at))
        self.fields["slot"].label = _("À partir du créneau de")
