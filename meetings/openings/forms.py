"""The forms of an opening: who receives, when, where, at which pace; and the days that do not follow its rule."""

from datetime import timedelta

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.permissions import can_administer, membership_of
from grandest_portal.core.forms import PortalForm
from meetings.enums import ExceptionKind, Weekday
from meetings.forms import (
    DATE_FORMATS,
    INVALID_DATE,
    INVALID_TIME,
    TIME_FORMATS,
    clean_place,
    message_field,
    place_field,
    place_kind_field,
    time_field,
)
from meetings.openings.limits import limits_on
from meetings.permissions import speakers_of
from meetings.slots import day_words

NUMBERS = ("length", "buffer", "notice", "most_per_day")
INVALID_NUMBER = _("Écrivez un nombre entier.")


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("Chaque semaine")
    ONCE = "once", _("Une seule date")


def hours_field(label, missing):
    return forms.TimeField(
        label=label,
        input_formats=TIME_FORMATS,
        error_messages={"invalid": INVALID_TIME, "required": missing},
        widget=forms.TimeInput(attrs={"type": "time", "class": "short", "step": "300"}, format="%H:%M"),
    )


def day_field(label, **options):
    return forms.DateField(
        label=label,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        **{"error_messages": {"invalid": INVALID_DATE, **options.pop("said", {})}, **options},
    )


def number_field(label, **options):
    return forms.IntegerField(
        label=label,
        min_value=0,
        error_messages={"required": INVALID_NUMBER, "invalid": INVALID_NUMBER, "min_value": INVALID_NUMBER},
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        **options,
    )


def hosts_for(user, organisation):
    """[("user:3" or "department:2", label)] for which the person may open hours, themselves first."""
    people, departments = [user], []
    open_ones = list(organisation.departments.filter(closed_at=None).order_by("name"))
    if can_administer(user, organisation):
        others = speakers_of(organisation).exclude(pk=user.pk).order_by("full_name", "pk")
        people += list(others)
        departments = open_ones
    else:
        own = membership_of(user).department_id
        departments = [each for each in open_ones if each.pk == own]
    return [
        *((f"user:{each.pk}", _("Moi-même") if each == user else str(each)) for each in people),
        *(
            (f"department:{each.pk}", _("Service : %(name)s, la personne libre reçoit") % {"name": each})
            for each in departments
        ),
    ]


class OpeningForm(PortalForm):
    """A rule; once valid, `rule()` gives what the actions take."""

    host = forms.ChoiceField(label=_("Qui reçoit"), error_messages={"required": _("Dites qui reçoit.")})
    rhythm = forms.ChoiceField(
        label=_("Quand"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si l'ouverture est de chaque semaine ou d'une seule date.")},
    )
    weekday = forms.TypedChoiceField(
        label=_("Jour de la semaine"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Choisissez un jour")), *Weekday.choices],
    )
    valid_from = day_field(_("À partir du"), required=False)
    valid_until = day_field(
        _("Jusqu'au"), required=False, help_text=_("Sans date, elle dure jusqu'à sa fermeture.")
    )
    on = day_field(_("Date"), required=False)
    opens_at = hours_field(_("De"), _("Écrivez l'heure de début, par exemple 09:00."))
    closes_at = hours_field(_("À"), _("Écrivez l'heure de fin, par exemple 12:00."))
    zone = forms.ChoiceField(label=_("Ces heures sont celles de"))
    place_kind = place_kind_field()
    place = place_field()
    length = number_field(_("Durée d'un rendez-vous, en minutes"))
    buffer = number_field(_("Battement entre deux rendez-vous, en minutes"))
    notice = number_field(
        _("Délai de prévenance, en heures"),
        help_text=_("Entre la demande et le rendez-vous, les heures écoulées, fins de semaine comprises."),
    )
    most_per_day = number_field(_("Rendez-vous par jour, au plus"))

    def __init__(self, *args, hosts=None, opening=None, **kwargs):
        self.today = timezone.localdate()
        self.limits = limits_on(self.today)
        initial = as_typed(opening) if opening is not None else self.suggested()
        super().__init__(*args, initial=initial, **kwargs)
        if hosts is None:
            del self.fields["host"]
        else:
            self.fields["host"].choices = hosts
        zones = self.limits.zones
        if opening is not None and opening.zone not in zones:
            zones = (*zones, opening.zone)
        self.fields["zone"].choices = [(zone, zone) for zone in zones]

    def suggested(self):
        limits = self.limits
        return {
            "rhythm": Rhythm.WEEKLY,
            "valid_from": self.today,
            "zone": limits.zones[0],
            "length": limits.length,
            "buffer": limits.buffer,
            "notice": limits.notice,
            "most_per_day": limits.per_day,
        }

    def clean(self):
        cleaned = super().clean()
        clean_place(self, cleaned)
        if cleaned.get("rhythm") == Rhythm.WEEKLY:
            self.ask("weekday", _("Choisissez le jour de la semaine."))
            self.ask("valid_from", _("Écrivez à partir de quelle date."))
        elif cleaned.get("rhythm") == Rhythm.ONCE:
            self.ask("on", _("Écrivez la date."))
        return cleaned

    def ask(self, name, sentence):
        if name not in self.errors and self.cleaned_data.get(name) is None:
            self.add_error(name, sentence)

    def rule(self):
        """The fields of an Opening; the date of a single one stands for its validity."""
        cleaned = self.cleaned_data
        weekly = cleaned["rhythm"] == Rhythm.WEEKLY
        return {
            "weekday": cleaned["weekday"] if weekly else None,
            "on": None if weekly else cleaned["on"],
            "valid_from": cleaned["valid_from"] if weekly else cleaned["on"],
            "valid_until": cleaned["valid_until"] if weekly else cleaned["on"],
            **{
                name: cleaned[name]
                for name in ("opens_at", "closes_at", "zone", "place_kind", "place", *NUMBERS)
            },
        }

    def host_parts(self):
        """("user" or "department", number) of the chosen host."""
        kind, _colon, number = self.cleaned_data["host"].partition(":")
        return kind, int(number)


def as_typed(opening):
    names = ("opens_at", "closes_at", "zone", "place_kind", "place", *NUMBERS)
    once = opening.on is not None
    return {
        "rhythm": Rhythm.ONCE if once else Rhythm.WEEKLY,
        "weekday": opening.weekday,
        "on": opening.on,
        "valid_from": None if once else opening.valid_from,
        "valid_until": None if once else opening.valid_until,
        **{name: getattr(opening, name) for name in names},
    }


class ExceptionForm(PortalForm):
    kind = forms.ChoiceField(
        label=_("Ce jour-là"),
        choices=ExceptionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si le jour est fermé ou si une plage s'ajoute.")},
    )
    on = day_field(_("Date"), said={"required": _("Écrivez la date.")})
    opens_at = time_field()
    closes_at = time_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["min"] = timezone.localdate().isoformat()
        self.fields["on"].widget.attrs["max"] = (timezone.localdate() + timedelta(days=365)).isoformat()
        self.fields["opens_at"].label = _("De")
        self.fields["closes_at"].label = _("À")


# What the form sends where no criterion comes before the draw.
DRAW = "draw"


class CallForm(PortalForm):
    """Which openings a need is given, and when their booking opens."""

    openings = forms.TypedMultipleChoiceField(
        label=_("Ouvertures proposées à toutes les entreprises"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une ouverture.")},
    )
    opens_on = day_field(
        _("Réservation ouverte le"), said={"required": _("Écrivez la date d'ouverture de la réservation.")}
    )

    criterion = forms.ChoiceField(
        label=_("S'il y a moins de places que d'entreprises"),
        initial=DRAW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la règle qui sera publiée.")},
        help_text=_("Publié avec l'annonce. Une fois la réservation annoncée, cette règle ne change plus."),
    )

    def __init__(self, *args, choices, first, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["openings"].choices = choices
        self.fields["criterion"].choices = [
            (DRAW, _("Un tirage au sort vérifiable fixe l'ordre.")),
            *((key, capfirst(text)) for key, text in criteria),
        ]
        if not criteria:
            del self.fields["criterion"]
        self.fields["opens_on"].widget.attrs["min"] = first.isoformat()
        self.fields["opens_on"].help_text = _(
            "La même date pour toutes. Au plus tôt le %(day)s : les entreprises invitées ont le temps de lire."
        ) % {"day": day_words(first)}

    def clean_criterion(self):
        chosen = self.cleaned_data["criterion"]
        return "" if chosen == DRAW else chosen


class BookingForm(PortalForm):
    """One of the slots that the page shows, whose first radio has the identifier of the field, and a message."""

    slot = forms.CharField(max_length=40, error_messages={"required": _("Choisissez un créneau.")})
    message = message_field()
