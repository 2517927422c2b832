"""The mail with an agenda: what changed first, then the whole agenda, with its calendar file and its sheet."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message
from meetings.days.agenda_calendar import calendar_file, cancelled_file
from meetings.days.agenda_changes import words_of
from meetings.models import DayPerson, DayPlan
from meetings.slots import day_words, unbroken

ICS = "application/ics; method=PUBLISH"


@dataclass(frozen=True)
class AgendaMessage(Message):
    person: DayPerson
    plan: DayPlan
    link_label: ClassVar = gettext_lazy("Ouvrir mon agenda")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous êtes inscrit à cette journée.")

    @property
    def day(self):
        return self.plan.day

    def path(self):
        return reverse("days:agenda", args=[self.day.pk])

    def name_of_file(self, ending):
        return f"agenda-{self.day.reference}.{ending}"


@dataclass(frozen=True)
class AgendaTold(AgendaMessage):
    """To one person. `changes` is None for the first agenda; `sheet` is its PDF, empty when it could not be made."""

    lines: tuple
    changes: Any
    sheet: bytes
    kind: ClassVar[str] = "days.agenda"

    def title(self):
        if self.changes is None:
            return _("Votre agenda : %(day)s") % {"day": self.day}
        return _("Votre agenda change : %(day)s") % {"day": self.day}

    def paragraphs(self):
        found = [] if self.changes is None else [_("Ce qui change pour vous :"), *words_of(self.changes)]
        if not self.lines:
            return [*found, self.nothing()]
        found.append(_("Votre agenda entier, à l'heure de Paris :") if found else self.opening())
        found += [self.line_words(line) for line in self.lines]
        return [*found, self.day.place, self.joined()]

    def opening(self):
        return _("Le planning est publié. Voici vos rencontres, à l'heure de Paris :")

    def nothing(self):
        return _(
            "Ce planning ne contient aucune rencontre pour vous. Si vous ne venez pas, prévenez l'organisateur : votre "
            "place servira à d'autres."
        )

    def line_words(self, line):
        return unbroken(_("%(day)s, %(hours)s, %(where)s : %(who)s")) % {
            "day": day_words(line.slot.on),
            "hours": line.hours,
            "where": line.where,
            "who": line.other.organisation,
        }

    def joined(self):
        joined = _("Le fichier ICS joint met ces rencontres dans votre agenda, à la place de celles d'avant.")
        sheet = _("Le PDF s'imprime.") if self.sheet else _("La page donne le PDF à imprimer.")
        return f"{joined} {sheet}"

    def files(self, user):
        found = [(self.name_of_file("ics"), calendar_file(self.person, self.plan), ICS)]
        if self.sheet:
            found.append((self.name_of_file("pdf"), self.sheet, "application/pdf"))
        return found


@dataclass(frozen=True)
class AgendaTakenOut(AgendaMessage):
    """To one person who was told an agenda: the day does not take place, here is what empties the calendar."""

    kind: ClassVar[str] = "days.agenda_taken_out"
    link_label: ClassVar = gettext_lazy("Ouvrir la journée")

    def path(self):
        return reverse("days:detail", args=[self.day.pk])

    def title(self):
        return _("Rencontres annulées : %(day)s") % {"day": self.day}

    def paragraphs(self):
        return [
            unbroken(_("La journée est annulée. Raison : %(reason)s")) % {"reason": self.day.cancel_reason},
            _("Le fichier ICS joint retire ces rencontres de votre agenda."),
        ]

    def files(self, user):
        return [(self.name_of_file("ics"), cancelled_file(self.person, self.plan, timezone.now()), ICS)]
