"""What is told about an absence: to the person, then to those who must know what became of it."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message
from meetings.enums import ContestStatus, MeetingSide
from meetings.messages import MeetingMessage
from meetings.models import AbsenceContest, PresenceStatement
from meetings.records.delays import contest_deadline
from meetings.slots import moment_words, unbroken


@dataclass(frozen=True)
class AbsenceSaid(MeetingMessage):
    """To the person alone: the other organisation says that they did not come."""

    statement: PresenceStatement
    kind: ClassVar[str] = "meetings.absence_said"
    link_label: ClassVar = gettext_lazy("Ouvrir le rendez-vous")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous deviez participer à ce rendez-vous.")

    def title(self):
        return _("%(who)s vous a noté absent") % {
            "who": self.meeting.organisation_on(MeetingSide(self.statement.side))
        }

    def paragraphs(self):
        return [
            self.about(),
            self.when(),
            _(
                "Si c'est inexact, contestez avant le %(deadline)s, en une phrase. Jusqu'à la décision, cette absence "
                "ne compte pas. Personne d'autre que les deux organisations ne la voit."
            )
            % {"deadline": moment_words(contest_deadline(self.statement))},
        ]


@dataclass(frozen=True)
class ContestMessage(MeetingMessage):
    contest: AbsenceContest

    def person(self):
        participant = self.contest.participant
        return {
            "who": participant.user,
            "organisation": self.meeting.organisation_on(MeetingSide(participant.side)),
            "claimed": self.contest.get_claimed_display().lower(),
            "text": self.contest.text,
            "reason": self.contest.reason,
        }


@dataclass(frozen=True)
class AbsenceContested(ContestMessage):
    """To the side that stated the absence."""

    kind: ClassVar[str] = "meetings.absence_contested"

    def title(self):
        return _("%(who)s conteste son absence") % self.person()

    def paragraphs(self):
        return [
            self.about(),
            self.when(),
            unbroken(_("%(who)s (%(organisation)s) écrit : %(text)s")) % self.person(),
            _(
                "L'absence ne compte pas tant que la modération n'a pas décidé. Si vous vous étiez trompés, corrigez "
                "les présences sur la page du rendez-vous."
            ),
        ]


@dataclass(frozen=True)
class ContestReceived(Message):
    """To moderators: an absence is to be settled. Who and why stand on the desk, not in the mail."""

    meeting: object
    contest: AbsenceContest
    kind: ClassVar[str] = "moderation.absence_contested"
    link_label: ClassVar = gettext_lazy("Ouvrir le bureau de modération")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous modérez ce service.")

    def title(self):
        return _("Une absence à un rendez-vous est contestée")

    def paragraphs(self):
        return [_("Lisez ce que disent les deux côtés, puis décidez avec une raison.")]

    def path(self):
        return reverse("admin:meetings_absencecontest_change", args=[self.contest.pk])


@dataclass(frozen=True)
class ContestSettled(ContestMessage):
    """To the person and to both organisations: what was decided, and why."""

    kind: ClassVar[str] = "meetings.absence_settled"

    def title(self):
        if self.contest.status == ContestStatus.UPHELD:
            return unbroken(_("Absence contestée : %(who)s obtient gain de cause")) % self.person()
        return unbroken(_("Absence contestée : l'absence de %(who)s est maintenue")) % self.person()

    def paragraphs(self):
        return [self.about(), self.when(), unbroken(_("Raison : %(reason)s")) % self.person()]
