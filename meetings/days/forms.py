"""The forms of a meeting day. Dates, breaks and rooms are lines of one page: those that are written, and two more."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from meetings.days.actions import TEXTS
from meetings.days.enums import Criterion
from meetings.days.limits import day_limits
from meetings.forms import DATE_FORMATS, INVALID_DATE, INVALID_TIME, TIME_FORMATS

INVALID_NUMBER = _("Écrivez un nombre entier.")
MORE = 2


def text_field(label, rows=4, **options):
    return forms.CharField(
        label=label,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


def date_field(label, **options):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": INVALID_DATE},
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        **options,
    )


def time_field(label, **options):
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=TIME_FORMATS,
        error_messages={"invalid": INVALID_TIME},
        widget=forms.TimeInput(attrs={"type": "time", "class": "short", "step": "300"}, format="%H:%M"),
        **options,
    )


def number_field(label, **options):
    said = {name: INVALID_NUMBER for name in ("required", "invalid", "min_value", "max_value")}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=30000,
        error_messages=said,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        **options,
    )


def line_field(label, length):
    return forms.CharField(label=label, required=False, max_length=length)


# {kind: {part: (label, field)}}: the parts of one line of the page.
PARTS = {
    "date": {"": lambda: date_field(_("Date"))},
    "break": {
        "_label": lambda: line_field(_("Nom de la pause"), 60),
        "_from": lambda: time_field(_("De")),
        "_to": lambda: time_field(_("À")),
    },
    "room": {
        "_name": lambda: line_field(_("Salle"), 80),
        "_tables": lambda: number_field(_("Tables")),
        "_step_free": lambda: forms.BooleanField(label=_("Accessible en fauteuil roulant"), required=False),
    },
}


class DayForm(PortalForm):
    """A draft: only its title is needed yet. Once valid, `written()` gives what the actions take."""

    title = forms.CharField(
        label=_("Titre"),
        max_length=160,
        error_messages={"required": _("Donnez un titre à la journée.")},
    )
    description = text_field(
        _("Présentation"), rows=6, help_text=_("Le sujet, le déroulement, à qui la journée s'adresse.")
    )
    requirements = text_field(
        _("Conditions de participation"),
        help_text=_("Les mêmes pour toutes les entreprises, publiées avec la journée."),
    )
    place = forms.CharField(label=_("Lieu et adresse"), max_length=300, required=False)
    access = text_field(
        _("Accès, y compris en fauteuil roulant"),
        help_text=_("Transports, entrée de plain-pied, ascenseur, places réservées, boucle magnétique."),
    )
    opens_at = time_field(_("Première rencontre à"))
    closes_at = time_field(_("Dernière rencontre finie à"))
    slot_minutes = number_field(
        _("Durée d'un créneau, en minutes"),
        help_text=_("Changement de table compris. La même pour tous."),
    )
    registration_from = date_field(_("Du"))
    registration_until = date_field(_("Au"))
    wishes_until = date_field(
        _("Souhaits de rencontre jusqu'au"), help_text=_("Après la fin des inscriptions, avant la journée.")
    )
    companies_most = number_field(_("Entreprises accueillies, au plus"))
    criterion = forms.ChoiceField(
        label=_("Quand les inscriptions sont plus nombreuses que les places"),
        choices=Criterion.choices,
        initial=Criterion.DRAW,
        widget=forms.RadioSelect,
        help_text=_(
            "Ni l'ordre d'arrivée, ni un choix de l'organisateur : la règle est publiée avant les inscriptions."
        ),
    )

    def __init__(self, *args, day=None, **kwargs):
        self.limits = day_limits(timezone.localdate())
        initial = as_typed(day) if day is not None else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.counts = {kind: self.lines_shown(kind, initial) for kind in PARTS}
        for kind, count in self.counts.items():
            for number in range(1, count + 1):
                for part, make in PARTS[kind].items():
                    self.fields[f"{kind}_{number}{part}"] = make()

    def lines_shown(self, kind, initial):
        """Those that are written and two more, within the limit; as many as were sent, when the page comes back."""
        most = {"date": self.limits.dates, "break": self.limits.breaks, "room": self.limits.rooms}[kind]
        names = {*initial, *(self.data or {})}
        numbers = [number for number in range(1, most + 1) if names & set(self.names_of(kind, number))]
        written = max(numbers, default=0)
        sent = any(name.startswith(f"{kind}_") for name in (self.data or {}))
        return written if sent else min(written + MORE, max(most, written))

    @staticmethod
    def names_of(kind, number):
        return [f"{kind}_{number}{part}" for part in PARTS[kind]]

    def lines(self, kind):
        """[{number, fields}] of bound fields, for the page."""
        return [
            {"number": number, "fields": [self[name] for name in self.names_of(kind, number)]}
            for number in range(1, self.counts[kind] + 1)
        ]

    def date_lines(self):
        return self.lines("date")

    def break_lines(self):
        return self.lines("break")

    def room_lines(self):
        return self.lines("room")

    def clean(self):
        cleaned = super().clean()
        self.rows = {"break": [], "room": []}
        for number in range(1, self.counts["break"] + 1):
            self.read_line("break", number, (True, True, True))
        for number in range(1, self.counts["room"] + 1):
            self.read_line("room", number, (True, True, False))
        return cleaned

    def read_line(self, kind, number, needed):
        """Keep a line, or say what it lacks; an empty one says nothing."""
        names = self.names_of(kind, number)
        if any(name in self.errors for name in names):
            return
        values = [self.cleaned_data.get(name) for name in names]
        if all(value in (None, "", False) for value in values):
            return
        lacking = [
            name
            for name, value, must in zip(names, values, needed, strict=True)
            if must and value in (None, "")
        ]
        for name in lacking:
            self.add_error(name, _("Complétez cette ligne, ou effacez-la."))
        if not lacking:
            self.rows[kind].append(tuple(values))

    def written(self):
        """The texts, and the lists of a valid form."""
        dates = (self.cleaned_data[f"date_{number}"] for number in range(1, self.counts["date"] + 1))
        return {
            **{name: self.cleaned_data[name] for name in TEXTS},
            "dates": sorted(on for on in dates if on is not None),
            "breaks": self.rows["break"],
            "rooms": self.rows["room"],
        }


def as_typed(day):
    found = {name: getattr(day, name) for name in TEXTS}
    for number, each in enumerate(day.dates.all(), start=1):
        found[f"date_{number}"] = each.on
    for number, each in enumerate(day.breaks.all(), start=1):
        found |= {
            f"break_{number}_label": each.label,
            f"break_{number}_from": each.starts_at,
            f"break_{number}_to": each.ends_at,
        }
    for number, each in enumerate(day.rooms.all(), start=1):
        found |= {
            f"room_{number}_name": each.name,
            f"room_{number}_tables": each.tables,
            f"room_{number}_step_free": each.step_free,
        }
    return found
