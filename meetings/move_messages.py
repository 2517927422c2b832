"""What is told about a wish to move a confirmed meeting."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.calendar import invitation
from meetings.enums import MeetingSide
from meetings.messages import MeetingMessage, at_paris
from meetings.models import MeetingMove
from meetings.slots import moment_words, slot_words, unbroken
from meetings.zones import both_words


@dataclass(frozen=True)
class MoveMessage(MeetingMessage):
    """About a wish to move a confirmed meeting: `awaited` answers, `proposer` asked."""

    move: MeetingMove

    def names(self):
        awaited = MeetingSide(self.move.awaiting)
        return {
            **super().names(),
            "awaited": self.meeting.organisation_on(awaited),
            "proposer": self.meeting.organisation_on(self.move.side),
            "deadline": moment_words(self.move.expires_at),
            "reason": self.move.reason,
            "answer": self.move.answer,
        }

    def asked_slots(self):
        slots = self.meeting.slots.filter(round=self.move.round).order_by("starts_at", "pk")
        return unbroken(_("Nouveaux créneaux proposés, heure de Paris : %(slots)s.")) % {
            "slots": " ; ".join(both_words(slot.starts_at, slot.ends_at) for slot in slots)
        }

    def stays(self):
        return unbroken(_("Le rendez-vous reste prévu : %(slot)s.")) % {"slot": at_paris(self.meeting)}


@dataclass(frozen=True)
class MoveProposed(MoveMessage):
    """To the other organisation: accept another time, or keep this one."""

    kind: ClassVar[str] = "meetings.move_proposed"
    link_label: ClassVar = gettext_lazy("Répondre au déplacement")

    def title(self):
        return _("%(proposer)s demande à déplacer le rendez-vous") % self.names()

    def paragraphs(self):
        return [
            self.about(),
            self.stays(),
            self.asked_slots(),
            unbroken(_("Raison : %(reason)s")) % self.names(),
            _(
                "Acceptez un créneau ou déclinez avant le %(deadline)s. Tant que vous n'acceptez pas, rien ne "
                "change."
            )
            % self.names(),
        ]


@dataclass(frozen=True)
class MoveDeclined(MoveMessage):
    """To the side that asked: the time stays, and why."""

    kind: ClassVar[str] = "meetings.move_declined"

    def title(self):
        return _("%(awaited)s ne peut pas déplacer le rendez-vous") % self.names()

    def paragraphs(self):
        return [self.about(), unbroken(_("Raison : %(answer)s")) % self.names(), self.stays()]


@dataclass(frozen=True)
class MoveExpired(MoveMessage):
    """To both sides: nobody answered, the time stays."""

    kind: ClassVar[str] = "meetings.move_expired"

    def title(self):
        return unbroken(_("Déplacement sans réponse : %(buyer)s et %(company)s")) % self.names()

    def paragraphs(self):
        return [self.about(), self.stays()]


@dataclass(frozen=True)
class MeetingMoved(MoveMessage):
    """To the participants: the new time, in place of the old one in their calendars."""

    old_starts_at: datetime
    old_ends_at: datetime
    kind: ClassVar[str] = "meetings.moved"

    def title(self):
        return unbroken(_("Rendez-vous déplacé : %(moment)s")) % {
            "moment": moment_words(self.meeting.starts_at)
        }

    def paragraphs(self):
        old = unbroken(_("Au lieu de : %(slot)s.")) % {
            "slot": slot_words(self.old_starts_at, self.old_ends_at)
        }
        return [
            _("%(buyer)s et %(company)s se rencontrent à une autre heure.") % self.names(),
            self.about(),
            self.when(),
            old,
            self.where(),
            _("Le fichier joint remplace l'ancienne heure dans votre agenda."),
        ]

    def calendar(self, user):
        return invitation(self.meeting, user)
