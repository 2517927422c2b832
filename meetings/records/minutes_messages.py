"""What is told about the minutes of a meeting."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.messages import MeetingMessage
from meetings.models import Minutes
from meetings.slots import unbroken


@dataclass(frozen=True)
class MinutesMessage(MeetingMessage):
    minutes: Minutes
    link_label: ClassVar = gettext_lazy("Lire le compte rendu")

    def path(self):
        return reverse("meetings:minutes", args=[self.meeting.pk])


@dataclass(frozen=True)
class MinutesValidated(MinutesMessage):
    """To the company: the buyer's minutes of the meeting are there."""

    kind: ClassVar[str] = "meetings.minutes_validated"

    def title(self):
        return unbroken(_("Compte rendu de votre rendez-vous : %(buyer)s")) % self.names()

    def paragraphs(self):
        return [
            self.about(),
            self.when(),
            _(
                "Les mêmes questions servent à toutes les entreprises rencontrées pour ce besoin. Le texte ne change "
                "plus ; vous pouvez le commenter une fois."
            ),
        ]


@dataclass(frozen=True)
class MinutesCommented(MinutesMessage):
    """To the buyer: the company said what it had to say."""

    kind: ClassVar[str] = "meetings.minutes_commented"

    def title(self):
        return _("%(company)s commente le compte rendu du rendez-vous") % self.names()

    def paragraphs(self):
        return [self.about(), unbroken(_("Commentaire : %(text)s")) % {"text": self.minutes.comment}]
