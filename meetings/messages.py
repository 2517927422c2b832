"""What is told about a meeting, and to whom the calendar file goes."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import day
from grandest_portal.notifications.messages import Message
from meetings.calendar import cancellation, invitation
from meetings.enums import MeetingSide
from meetings.models import BookingCall, Meeting
from meetings.slots import day_words, moment_words, slot_words, unbroken
from meetings.zones import both_words, told
from needs.models import Need, ShortlistInvitation


def at_paris(meeting):
    """When a meeting takes place, by the clock of Paris, and by the reader's where it differs."""
    slot = (meeting.starts_at, meeting.ends_at)
    return told(_("%(slot)s, heure de Paris") % {"slot": slot_words(*slot)}, *slot)


@dataclass(frozen=True)
class MeetingMessage(Message):
    meeting: Meeting
    link_label: ClassVar = gettext_lazy("Ouvrir le rendez-vous")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous représentez l'une des deux organisations."
    )

    def path(self):
        return reverse("meetings:detail", args=[self.meeting.pk])

    def names(self):
        """What the sentences name: both organisations, the one that must answer, the need, the deadline."""
        meeting = self.meeting
        awaited = MeetingSide(meeting.awaiting)
        return {
            "buyer": meeting.buyer.organisation,
            "company": meeting.company.organisation,
            "awaited": meeting.organisation_on(awaited),
            "proposer": meeting.organisation_on(awaited.other),
            "need": meeting.need,
            "deadline": moment_words(meeting.expires_at),
            "reason": meeting.reason,
        }

    def about(self):
        return unbroken(_("Besoin : « %(need)s ».")) % self.names()

    def when(self):
        return unbroken(_("Quand : %(slot)s.")) % {"slot": at_paris(self.meeting)}

    def where(self):
        return unbroken(_("Où : %(kind)s, %(place)s")) % {
            "kind": self.meeting.get_place_kind_display().lower(),
            "place": self.meeting.place,
        }

    def proposed_slots(self):
        """One sentence with the slots of the current round, in order of time."""
        slots = self.meeting.slots.filter(round=self.meeting.round).order_by("starts_at", "pk")
        return unbroken(_("Créneaux proposés, heure de Paris : %(slots)s.")) % {
            "slots": " ; ".join(both_words(slot.starts_at, slot.ends_at) for slot in slots)
        }

    def proposal(self):
        """The paragraphs of a round: what for, when, where, the message of the round, until when to answer."""
        lines = [self.about(), self.proposed_slots(), self.where()]
        if self.meeting.message:
            lines.append(unbroken(_("Message : %(message)s")) % {"message": self.meeting.message})
        return [*lines, self.deadline()]

    def deadline(self):
        return (
            _(
                "Acceptez un créneau, proposez-en d'autres ou déclinez avant le %(deadline)s. "
                "Sans réponse, la proposition expire."
            )
            % self.names()
        )


@dataclass(frozen=True)
class MeetingProposed(MeetingMessage):
    """To the other organisation: answer this proposal."""

    kind: ClassVar[str] = "meetings.proposed"
    link_label: ClassVar = gettext_lazy("Répondre à la proposition")

    def title(self):
        return _("%(proposer)s vous propose un rendez-vous") % self.names()

    def paragraphs(self):
        return self.proposal()


@dataclass(frozen=True)
class SlotRequested(MeetingMessage):
    """To the side whose opening was asked for: the slot is held until it answers."""

    kind: ClassVar[str] = "meetings.requested"
    link_label: ClassVar = gettext_lazy("Répondre à la demande")

    def title(self):
        return _("%(proposer)s demande un de vos créneaux") % self.names()

    def paragraphs(self):
        return self.proposal()

    def deadline(self):
        return (
            _(
                "Acceptez, proposez d'autres créneaux ou déclinez avant le %(deadline)s. Le créneau est retenu "
                "jusque-là ; sans réponse, il se libère."
            )
            % self.names()
        )


@dataclass(frozen=True)
class MeetingCountered(MeetingMessage):
    """To the organisation whose slots did not suit: here are others."""

    kind: ClassVar[str] = "meetings.countered"
    link_label: ClassVar = gettext_lazy("Répondre à la proposition")

    def title(self):
        return _("%(proposer)s vous propose d'autres créneaux") % self.names()

    def paragraphs(self):
        return self.proposal()


@dataclass(frozen=True)
class MeetingConfirmed(MeetingMessage):
    """To the participants of both sides, with the invitation for their calendars."""

    kind: ClassVar[str] = "meetings.confirmed"

    def title(self):
        return unbroken(_("Rendez-vous confirmé : %(moment)s")) % {
            "moment": moment_words(self.meeting.starts_at)
        }

    def paragraphs(self):
        return [
            _("%(buyer)s et %(company)s se rencontrent.") % self.names(),
            self.about(),
            self.when(),
            self.where(),
            _(
                "Le fichier joint l'inscrit dans votre agenda. Pour annuler, ouvrez le rendez-vous sur le portail."
            ),
        ]

    def calendar(self, user):
        return invitation(self.meeting, user)


@dataclass(frozen=True)
class MeetingDeclined(MeetingMessage):
    """To the organisation that proposed: the other one does not wish to meet, and why."""

    kind: ClassVar[str] = "meetings.declined"

    def title(self):
        return _("%(awaited)s décline votre proposition de rendez-vous") % self.names()

    def paragraphs(self):
        return [self.about(), unbroken(_("Raison : %(reason)s")) % self.names()]


@dataclass(frozen=True)
class MeetingCancelled(MeetingMessage):
    """To the participants of both sides and the other organisation; it leaves the calendars where it stood."""

    kind: ClassVar[str] = "meetings.cancelled"

    def title(self):
        if self.meeting.starts_at is None:
            return unbroken(_("Proposition de rendez-vous annulée : %(buyer)s et %(company)s")) % self.names()
        return unbroken(_("Le rendez-vous est annulé : %(moment)s")) % {
            "moment": moment_words(self.meeting.starts_at)
        }

    def paragraphs(self):
        lines = [_("%(buyer)s et %(company)s ne se rencontrent pas.") % self.names(), self.about()]
        if self.meeting.ended_by:
            lines.append(
                unbroken(_("Annulé par : %(organisation)s."))
                % {"organisation": self.meeting.organisation_on(self.meeting.ended_by)}
            )
        return [*lines, unbroken(_("Raison : %(reason)s")) % self.names()]

    def calendar(self, user):
        if self.meeting.starts_at is None or not self.meeting.participants.filter(user=user).exists():
            return None
        return cancellation(self.meeting, user)


@dataclass(frozen=True)
class MeetingExpired(MeetingMessage):
    """To both sides: nobody answered in time."""

    kind: ClassVar[str] = "meetings.expired"

    def title(self):
        return (
            unbroken(_("Proposition de rendez-vous sans réponse : %(buyer)s et %(company)s")) % self.names()
        )

    def paragraphs(self):
        return [
            self.about(),
            unbroken(_("%(awaited)s n'a pas répondu avant le %(deadline)s : la proposition a expiré."))
            % self.names(),
            _("Vous pouvez en faire une nouvelle tant que les échanges sur ce besoin sont ouverts."),
        ]


@dataclass(frozen=True)
class BookingAnnounced(Message):
    """To the companies invited or interested: when the hours of a need can be booked, the same words to all."""

    call: BookingCall
    kind: ClassVar[str] = "meetings.booking_announced"
    link_label: ClassVar = gettext_lazy("Voir la réservation")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que votre entreprise est invitée à un rendez-vous sur ce besoin, ou s'y "
        "intéresse."
    )

    def path(self):
        return reverse("meetings:call", args=[self.call.need_id])

    def title(self):
        return unbroken(_("Rendez-vous à réserver à partir du %(day)s : %(need)s")) % self.names()

    def names(self):
        need = self.call.need
        return {"buyer": need.buyer_name, "need": need, "day": day_words(self.call.opens_on)}

    def paragraphs(self):
        return [
            _("%(buyer)s ouvre des créneaux, les mêmes pour toutes les entreprises, à partir du %(day)s.")
            % self.names(),
            unbroken(_("Besoin : « %(need)s ».")) % self.names(),
            _(
                "Inscrivez votre entreprise avant cette date : s'inscrire ou cliquer le premier ne donne rien."
            ),
            self.order(),
        ]

    def order(self):
        if not self.call.rule:
            return _("S'il y a moins de places que d'entreprises, un tirage au sort vérifiable fixe l'ordre.")
        return unbroken(
            _(
                "S'il y a moins de places que d'entreprises, voici la règle : %(rule)s Un tirage au sort vérifiable "
                "départage."
            )
        ) % {"rule": self.call.rule}


@dataclass(frozen=True)
class SameOffered(Message):
    """To the companies invited or interested: the buyer meets one that asked, and offers them the same. No name."""

    need: Need
    kind: ClassVar[str] = "meetings.same_offered"
    link_label: ClassVar = gettext_lazy("Proposer un rendez-vous")
    why: ClassVar = BookingAnnounced.why

    def path(self):
        return reverse("meetings:propose_to_buyer", args=[self.need.pk])

    def names(self):
        return {"buyer": self.need.buyer_name, "need": self.need}

    def title(self):
        return unbroken(_("%(buyer)s vous offre un rendez-vous : %(need)s")) % self.names()

    def paragraphs(self):
        return [
            _(
                "%(buyer)s a accepté la demande de rendez-vous d'une autre entreprise, et vous offre la même chose."
            )
            % self.names(),
            unbroken(_("Besoin : « %(need)s ».")) % self.names(),
            _("Choisissez un créneau ouvert, ou proposez les vôtres."),
        ]


@dataclass(frozen=True)
class CalledToMeet(Message):
    """To a company's people: the buyer of a need calls it to a sourcing meeting, by a criterion that all may read."""

    invitation: ShortlistInvitation
    company: str
    solutions: tuple
    kind: ClassVar[str] = "meetings.called"
    link_label: ClassVar = gettext_lazy("Lire le besoin et répondre")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous représentez une entreprise dont une solution est publiée."
    )

    def names(self):
        need = self.invitation.shortlist.need
        return {
            "buyer": need.buyer_name,
            "need": need,
            "company": self.company,
            "solutions": ", ".join(f"«\u00a0{each}\u00a0»" for each in self.solutions),
            "criterion": self.invitation.criterion,
            "until": day(need.sourcing_open_until) if need.sourcing_open_until else "",
        }

    def title(self):
        return _("%(buyer)s invite %(company)s à un rendez-vous de sourçage : %(need)s") % self.names()

    def paragraphs(self):
        lines = [
            _("Solution concernée : %(solutions)s.")
            if len(self.solutions) == 1
            else _("Solutions concernées : %(solutions)s."),
            _("Les entreprises invitées l'ont été selon ce critère : %(criterion)s"),
            _(
                "Proposez des créneaux, ou acceptez ceux que l'acheteur vous propose. Le besoin reste ouvert à toutes "
                "les entreprises, invitées ou non ; l'invitation ne donne aucun avantage."
            ),
        ]
        if self.invitation.shortlist.need.sourcing_open_until:
            lines.append(_("Les échanges sont ouverts jusqu'au %(until)s."))
        return [unbroken(line) % self.names() for line in lines]

    def path(self):
        return reverse("needs:detail", args=[self.invitation.shortlist.need_id])
