"""The forms of a registration: who comes, for which needs, when somebody is not there, what somebody needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.forms import PortalForm
from meetings.days.enums import AccessNeed
from meetings.days.forms import number_field
from meetings.days.hours import slots_of
from meetings.days.registering import needs_offered
from meetings.enums import MeetingSide
from meetings.permissions import speakers_of
from meetings.slots import day_words
from needs.enums import ExchangeLanguage


def ticks(label, missing="", **options):
    return forms.MultipleChoiceField(
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing},
        **options,
    )


class RegistrationForm(PortalForm):
    people = ticks(_("Qui vient"), _("Cochez au moins une personne."))
    tables = number_field(
        _("Tables demandées"),
        help_text=_("Une personne au moins à chaque table ; les personnes y sont réparties dans l'ordre."),
    )
    needs = ticks(
        _("Besoins auxquels vous répondez"),
        _("Cochez au moins un besoin."),
        help_text=_("Ceux des acheteurs inscrits. D'autres acheteurs peuvent s'inscrire jusqu'à la clôture."),
    )
    languages = ticks(
        _("Langues parlées"), _("Cochez au moins une langue."), choices=ExchangeLanguage.choices
    )

    def __init__(self, *args, day, organisation, side, registration=None, **kwargs):
        self.speakers = list(speakers_of(organisation).order_by("full_name", "pk"))
        self.offered = list(needs_offered(day).select_related("buyer__organisation"))
        super().__init__(*args, initial=as_registered(registration), **kwargs)
        self.fields["people"].choices = [(str(each.pk), str(each)) for each in self.speakers]
        self.fields["needs"].choices = [
            (str(each.pk), _("%(need)s (%(buyer)s)") % {"need": each, "buyer": each.buyer_name})
            for each in self.offered
        ]
        del self.fields["needs" if side == MeetingSide.BUYER else "tables"]

    def written(self):
        """What `register` takes."""
        cleaned = self.cleaned_data
        return {
            "languages": cleaned["languages"],
            "people": [each for each in self.speakers if str(each.pk) in cleaned["people"]],
            "tables": cleaned.get("tables") or 0,
            "needs": [each for each in self.offered if str(each.pk) in cleaned.get("needs", [])],
        }


def as_registered(registration):
    if registration is None:
        return {"languages": ["fr"], "tables": 1}
    return {
        "languages": registration.languages,
        "tables": registration.tables,
        "people": [str(each.user_id) for each in registration.people.all()],
        "needs": [str(each.pk) for each in registration.needs.all()],
    }


class AbsenceForm(PortalForm):
    """One group of ticks per date, the slots without the person."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        dates = {}
        for slot in slots_of(person.registration.day):
            dates.setdefault(slot.on, []).append((str(slot.number), slot.words))
        for on, choices in dates.items():
            self.fields[f"on_{on.isoformat()}"] = ticks(
                day_words(on), required=False, choices=choices, initial=[str(each) for each in person.absent]
            )

    def slots(self):
        return [int(number) for chosen in self.cleaned_data.values() for number in chosen]


class AccessForm(PortalForm):
    kinds = ticks(_("Ce dont vous avez besoin"), required=False, choices=AccessNeed.choices)
    words = forms.CharField(
        label=_("Précision pour l'organisateur"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce qu'il faut préparer ; ni diagnostic, ni justificatif."),
    )
