"""What is told about a meeting day: to moderators when it arrives, to its organiser at each step."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message
from meetings.days.enums import RegistrationStatus
from meetings.days.hours import dates_of
from meetings.models import Day, DayRegistration
from meetings.slots import day_words


@dataclass(frozen=True)
class DayMessage(Message):
    day: Day
    link_label: ClassVar = gettext_lazy("Ouvrir la journée")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous représentez l'organisateur.")

    def path(self):
        return reverse("days:detail", args=[self.day.pk])

    def when(self):
        return _("Dates : %(dates)s.") % {"dates": ", ".join(day_words(on) for on in dates_of(self.day))}


@dataclass(frozen=True)
class DaySubmitted(DayMessage):
    """To moderators: a day awaits their decision."""

    kind: ClassVar[str] = "days.submitted"
    link_label: ClassVar = gettext_lazy("Relire la journée")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous relisez les publications du portail."
    )

    def title(self):
        return _("Journée à relire : %(day)s") % {"day": self.day}

    def paragraphs(self):
        return [_("Organisateur : %(organiser)s.") % {"organiser": self.day.organiser}, self.when()]

    def path(self):
        return reverse("admin:meetings_day_change", args=[self.day.pk])


@dataclass(frozen=True)
class DayOpened(DayMessage):
    kind: ClassVar[str] = "days.opened"

    def title(self):
        return _("Votre journée est annoncée : %(day)s") % {"day": self.day}

    def paragraphs(self):
        return [
            self.when(),
            _("Les inscriptions sont ouvertes du %(first)s au %(last)s inclus.")
            % {
                "first": day_words(self.day.registration_from),
                "last": day_words(self.day.registration_until),
            },
        ]


@dataclass(frozen=True)
class DayReturned(DayMessage):
    kind: ClassVar[str] = "days.returned"

    def title(self):
        return _("Votre journée est à reprendre : %(day)s") % {"day": self.day}

    def paragraphs(self):
        return [
            _("La modération demande un changement avant de l'annoncer :"),
            self.day.moderation_reason,
        ]


@dataclass(frozen=True)
class DayCancelled(DayMessage):
    """To the organiser's people and to whoever is registered."""

    kind: ClassVar[str] = "days.cancelled"
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que votre organisation organise cette journée ou y est inscrite."
    )

    def title(self):
        return _("Journée annulée : %(day)s") % {"day": self.day}

    def paragraphs(self):
        return [
            self.when(),
            _("Raison : %(reason)s") % {"reason": self.day.cancel_reason},
        ]


@dataclass(frozen=True)
class PlaceDecided(Message):
    """To a registered organisation: its place, or its rank on the waiting list, by the published rule."""

    registration: DayRegistration
    kind: ClassVar[str] = "days.place_decided"
    link_label: ClassVar = gettext_lazy("Ouvrir l'inscription")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que votre organisation est inscrite à cette journée."
    )

    def path(self):
        return reverse("days:registration", args=[self.registration.day_id])

    def title(self):
        day = self.registration.day
        if self.registration.status == RegistrationStatus.ADMITTED:
            return _("Votre place est attribuée : %(day)s") % {"day": day}
        return _("Vous êtes en liste d'attente : %(day)s") % {"day": day}

    def paragraphs(self):
        rank = _(
            "Votre rang : %(rank)d. Il vient de la règle publiée avec la journée, sans choix de personne."
        )
        lines = [
            _("Dates : %(dates)s.")
            % {"dates": ", ".join(day_words(on) for on in dates_of(self.registration.day))},
            rank % {"rank": self.registration.rank},
        ]
        if self.registration.status == RegistrationStatus.WAITING:
            lines.append(_("Dès qu'une place se libère, elle va à la première organisation de la liste."))
        return lines
