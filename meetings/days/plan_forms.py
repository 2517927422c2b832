"""The forms of a day's timetables: asking a computation, moving one meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grandest_portal.core.forms import PortalForm
from meetings.days.hours import tables_of
from meetings.days.plan_enums import WITH_MEETINGS
from meetings.days.plans import hand_placed
from meetings.slots import NO_BREAK, slot_words


class AskForm(PortalForm):
    """`early` stands while wishes are taken; `keep` where a version has meetings placed by hand."""

    early = forms.BooleanField(
        label=_("Calculer maintenant, sans attendre la fin des souhaits"),
        required=False,
        help_text=_("Les souhaits dits ensuite ne compteront pas dans cette version."),
    )
    keep = forms.TypedChoiceField(
        label=_("Rencontres placées à la main"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, day, takes_wishes, **kwargs):
        super().__init__(*args, **kwargs)
        rows = day.plans.filter(status__in=WITH_MEETINGS).order_by("-number")
        self.bases = {each.number: each for each in rows if hand_placed(each)}
        if not takes_wishes:
            del self.fields["early"]
        if not self.bases:
            del self.fields["keep"]
            return
        self.fields["keep"].choices = [
            ("", _("Ne rien garder : tout est calculé de nouveau")),
            *((number, keep_words(each)) for number, each in self.bases.items()),
        ]

    def written(self):
        """What `ask_plan` takes."""
        base = self.bases.get(self.cleaned_data.get("keep"))
        return {"early": self.cleaned_data.get("early", False), "base": base}


def keep_words(plan):
    count = len(hand_placed(plan))
    words = ngettext(
        "Garder à son heure celle de la version %(number)d",
        "Garder à leur heure les %(count)d de la version %(number)d",
        count,
    )
    return words % {"count": count, "number": plan.number}


class MoveForm(PortalForm):
    """Every slot is accepted, the action says why not; the page offers those where both are free."""

    slot = forms.TypedChoiceField(
        label=_("Nouvelle heure"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez une heure."),
            "invalid_choice": _("Choisissez une heure de la liste."),
        },
    )
    table = forms.TypedChoiceField(
        label=_("Table"),
        coerce=int,
        error_messages={
            "required": _("Choisissez une table."),
            "invalid_choice": _("Choisissez une table de la liste."),
        },
    )

    def __init__(self, *args, day, board, meeting, **kwargs):
        super().__init__(*args, initial={"table": meeting.table}, **kwargs)
        words = {each.number: slot_words(each.starts_at, each.ends_at) for each in board.slots}
        free, shut = board.places(meeting)
        self.shut = [{"when": words[slot], "why": why} for slot, why in shut.items() if slot != meeting.slot]
        self.fields["slot"].choices = list(words.items())
        self.fields["slot"].widget.choices = [
            (slot, free_words(words[slot], tables)) for slot, tables in free.items()
        ]
        self.fields["table"].choices = [
            (each.number, _("Table %(number)d, %(room)s") % {"number": each.number, "room": each.room})
            for each in tables_of(day)
        ]

    @property
    def is_offered(self):
        """True when there is at least one place to go."""
        return bool(self.fields["slot"].widget.choices)


def free_words(when, tables):
    words = ngettext("table libre : %(tables)s", "tables libres : %(tables)s", len(tables))
    return f"{when}{NO_BREAK}– " + words % {"tables": ", ".join(map(str, tables))}
