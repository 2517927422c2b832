"""What is told of a request to read what a company gives on request."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.permissions import people_of
from grandest_portal.notifications.messages import Message
from suppliers.enums import AccessStatus
from suppliers.messages import FOR_COMPANY
from suppliers.models import AccessRequest, KeywordProposal

FOR_BUYER = gettext_lazy("Vous recevez ce message parce que vous avez demandé cet accès.")


def person_who_asked(asked):
    """The person, as long as they belong to the organisation for which they asked."""
    return people_of(asked.organisation).filter(pk=asked.person_id)


@dataclass(frozen=True)
class AccessMessage(Message):
    asked: AccessRequest

    def words(self):
        return {"organisation": self.asked.organisation, "title": self.asked.solution}


@dataclass(frozen=True)
class AccessAsked(AccessMessage):
    """To the company: a buyer asks for what it gives on request."""

    kind: ClassVar[str] = "suppliers.access_asked"
    link_label: ClassVar = gettext_lazy("Lire la demande et répondre")
    why: ClassVar = FOR_COMPANY

    def title(self):
        return _("Demande d'accès : %(title)s") % self.words()

    def paragraphs(self):
        return [
            _(
                "%(organisation)s demande à lire ce que la fiche « %(title)s » ne donne que sur demande. Vous acceptez "
                "ou refusez, et vous pourrez retirer l'accès."
            )
            % self.words(),
            _("Motif : %(reason)s") % {"reason": self.asked.reason},
        ]

    def path(self):
        return reverse("suppliers:access_decide", args=[self.asked.solution_id, self.asked.pk])


@dataclass(frozen=True)
class AccessAnswered(AccessMessage):
    """To who asked: granted or refused."""

    kind: ClassVar[str] = "suppliers.access_answered"
    link_label: ClassVar = gettext_lazy("Voir la fiche")
    why: ClassVar = FOR_BUYER

    @property
    def is_granted(self):
        return self.asked.status == AccessStatus.GRANTED

    def title(self):
        title = _("Accès accordé : %(title)s") if self.is_granted else _("Accès refusé : %(title)s")
        return title % self.words()

    def paragraphs(self):
        if self.is_granted:
            sentence = _(
                "Les personnes de %(organisation)s peuvent lire ce que la fiche « %(title)s » donne sur demande. "
                "Chaque lecture est notée et montrée à l'entreprise."
            )
        else:
            sentence = _("L'entreprise ne donne pas à %(organisation)s l'accès demandé sur « %(title)s ».")
        said = [_("Sa réponse : %(answer)s") % {"answer": self.asked.answer}] if self.asked.answer else []
        return [sentence % self.words(), *said]

    def path(self):
        return reverse("suppliers:solution_detail", args=[self.asked.solution_id])


@dataclass(frozen=True)
class AccessWithdrawn(AccessMessage):
    """To who asked: what was given is closed again."""

    kind: ClassVar[str] = "suppliers.access_withdrawn"
    link_label: ClassVar = gettext_lazy("Voir la fiche")
    why: ClassVar = FOR_BUYER

    def title(self):
        return _("Accès retiré : %(title)s") % self.words()

    def paragraphs(self):
        return [
            _("%(organisation)s ne lit plus ce que la fiche « %(title)s » donne sur demande.") % self.words(),
            _("Raison : %(answer)s") % {"answer": self.asked.answer},
        ]

    def path(self):
        return reverse("suppliers:solution_detail", args=[self.asked.solution_id])


@dataclass(frozen=True)
class KeywordDecided(Message):
    """To who proposed a term: in the vocabulary, or why not."""

    proposal: KeywordProposal
    kind: ClassVar[str] = "suppliers.keyword_decided"
    link_label: ClassVar = gettext_lazy("Voir les mots clés")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous avez proposé ce mot clé.")

    def title(self):
        return _("Mot clé proposé : « %(label)s »") % {"label": self.proposal}

    def paragraphs(self):
        if not self.proposal.moderation_reason:
            return [_("Ce terme est maintenant dans la liste : vous pouvez le donner à vos solutions.")]
        return [
            _("Ce terme n'entre pas dans la liste. Raison : %(reason)s")
            % {"reason": self.proposal.moderation_reason}
        ]

    def path(self):
        return reverse("reference:keywords")
