"""What is told of a place that was given back."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.messages import MeetingMessage
from meetings.slots import unbroken


@dataclass(frozen=True)
class PlaceOffered(MeetingMessage):
    """To the next company in the order: a place is held for it, until when."""

    kind: ClassVar[str] = "meetings.place_offered"
    link_label: ClassVar = gettext_lazy("Répondre à l'offre")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que votre entreprise est inscrite à la réservation de ce besoin."
    )

    def title(self):
        return unbroken(_("Une place s'est libérée : %(need)s")) % self.names()

    def paragraphs(self):
        return [
            unbroken(_("%(buyer)s vous offre un rendez-vous : c'est votre tour, dans l'ordre publié."))
            % self.names(),
            *self.proposal(),
        ]

    def deadline(self):
        return (
            unbroken(
                _(
                    "Le créneau est retenu pour vous jusqu'au %(deadline)s ; personne d'autre ne peut le prendre. "
                    "Acceptez-le ou déclinez avant. Sans réponse, il est offert à l'entreprise suivante."
                )
            )
            % self.names()
        )
