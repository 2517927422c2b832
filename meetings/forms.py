"""The forms of a meeting: slots typed as a date and an hour, one length for all, and the place."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import PortalForm
from meetings.enums import PlaceKind
from meetings.hours import check_hours
from meetings.openings.words import minutes_words
from meetings.places import LONGEST_PLACE, checked_place
from meetings.slots import FARTHEST, MOST_SLOTS, check_apart, check_slot, moment_of, paris

LENGTHS = [
    ("15", _("15 minutes")),
    ("30", _("30 minutes")),
    ("45", _("45 minutes")),
    ("60", _("1 heure")),
    ("90", _("1 heure 30")),
    ("120", _("2 heures")),
]
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"]
# What the actions take beside the slots.
SENT = {"place_kind", "place", "message", "reason", "length_reason"}
NUMBERS = range(1, MOST_SLOTS + 1)
INVALID_DATE = _("Écrivez une date qui existe, par exemple 05/11/2027.")
INVALID_TIME = _("Écrivez une heure, par exemple 14:30.")


def date_field():
    return forms.DateField(
        label=_("Date"),
        required=False,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": INVALID_DATE},
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )


def time_field():
    return forms.TimeField(
        label=_("Heure de début"),
        required=False,
        input_formats=TIME_FORMATS,
        error_messages={"invalid": INVALID_TIME},
        widget=forms.TimeInput(attrs={"type": "time", "class": "short", "step": "300"}, format="%H:%M"),
    )


def place_kind_field():
    return forms.ChoiceField(
        label=_("Forme du rendez-vous"),
        choices=PlaceKind.choices,
        initial=PlaceKind.VIDEO,
        widget=forms.RadioSelect,
    )


def place_field():
    return forms.CharField(
        label=_("Lien, adresse ou numéro"),
        max_length=LONGEST_PLACE,
        error_messages={"required": _("Dites où : le lien de la visioconférence, l'adresse ou le numéro.")},
        help_text=_(
            "Visioconférence : le lien complet, qui commence par https://. Sur place : l'adresse et la salle. "
            "Téléphone : le numéro à appeler."
        ),
    )


def clean_place(form, cleaned):
    """Check the place against its kind, once both are typed."""
    if "place_kind" in cleaned and "place" in cleaned:
        try:
            cleaned["place"] = checked_place(cleaned["place_kind"], cleaned["place"])
        except DomainError as error:
            form.refuse(error)


def message_field():
    return forms.CharField(
        label=_("Message à l'autre organisation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Ce que vous voulez montrer ou demander. Ni prix, ni offre : ils viendront, s'il y a lieu, avec la "
            "consultation."
        ),
    )


class SlotsForm(PortalForm):
    """Slots and place. Once valid, `slots` holds the [(starts_at, ends_at)] that were typed, in UTC."""

    length = forms.ChoiceField(label=_("Durée de chaque créneau"), choices=LENGTHS, initial="30")
    place_kind = place_kind_field()
    place = place_field()
    length_reason = forms.CharField(
        label=_("Pourquoi une autre durée ?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Seulement si vous changez la durée. L'autre organisation et la modération lisent la raison."
        ),
    )

    def __init__(self, *args, usual=None, **kwargs):
        """`usual` is what the other meetings about the need last, in minutes, if anything says so."""
        super().__init__(*args, **kwargs)
        self.offer_length(usual)
        today = paris(timezone.now()).date()
        bounds = {"min": today.isoformat(), "max": (today + FARTHEST).isoformat()}
        for number in NUMBERS:
            self.fields[f"date_{number}"] = date_field()
            self.fields[f"date_{number}"].widget.attrs.update(bounds)
            self.fields[f"time_{number}"] = time_field()
        self.order_fields(
            [f"{part}_{number}" for number in NUMBERS for part in ("date", "time")] + list(self.base_fields)
        )

    def offer_length(self, usual):
        """The usual length comes first to mind, another one asks why; without any, there is nothing to explain."""
        if usual is None:
            del self.fields["length_reason"]
            return
        words = minutes_words(usual)
        if str(usual) not in dict(LENGTHS):
            self.fields["length"].choices = [(str(usual), words), *LENGTHS]
        self.initial.setdefault("length", str(usual))
        self.fields["length"].help_text = _(
            "Les rendez-vous sur ce besoin durent %(usual)s, pour toutes les entreprises."
        ) % {"usual": words}

    def slot_rows(self):
        """[{number, date, time}] of bound fields, for the page."""
        return [
            {"number": number, "date": self[f"date_{number}"], "time": self[f"time_{number}"]}
            for number in NUMBERS
        ]

    def proposal(self):
        """What the actions take from a valid form."""
        return {
            "slots": self.slots,
            **{name: self.cleaned_data[name] for name in self.fields if name in SENT},
        }

    def clean(self):
        cleaned = super().clean()
        self.slots = []
        if "length" in cleaned:
            for number in NUMBERS:
                self.read_slot(number, timedelta(minutes=int(cleaned["length"])))
        clean_place(self, cleaned)
        if not self.slots and not self.errors:
            self.add_error("date_1", _("Proposez au moins un créneau : une date et une heure."))
        return cleaned

    def read_slot(self, number, length):
        """Add one typed slot to `slots`, or an error beside its date or its hour."""
        names = {part: f"{part}_{number}" for part in ("date", "time")}
        if any(name in self.errors for name in names.values()):
            return
        day, time = (self.cleaned_data.get(name) for name in names.values())
        if day is None and time is None:
            return
        if time is None:
            self.add_error(names["time"], _("Écrivez aussi l'heure de ce créneau."))
        elif day is None:
            self.add_error(names["date"], _("Écrivez aussi la date de ce créneau."))
        else:
            self.add_slot(names, day, time, length)

    def add_slot(self, names, day, time, length):
        at = timezone.now()
        if not paris(at).date() <= day <= paris(at + FARTHEST).date():
            self.add_error(names["date"], _("Choisissez une date à venir, dans les douze mois."))
            return
        try:
            starts_at = moment_of(day, time)
            slot = (starts_at, starts_at + length)
            check_slot(slot, at)
            check_hours([slot], at)
            for other in self.slots:
                check_apart([other, slot])
        except DomainError as error:
            self.add_error(names["time"], error.message)
        else:
            self.slots.append(slot)


class ProposalForm(SlotsForm):
    message = message_field()


class MoveForm(SlotsForm):
    """Other hours for a confirmed meeting, at the same place, and why."""

    place_kind = None
    place = None
    reason = forms.CharField(
        label=_("Pourquoi déplacer ?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Écrivez la raison.")},
        help_text=_("L'autre organisation lira votre réponse telle quelle."),
    )


class InvitationForm(PortalForm):
    """To whom a call from a frozen list goes."""

    audience = forms.ChoiceField(
        label=_("À qui"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez à qui l'invitation est envoyée.")},
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = choices
