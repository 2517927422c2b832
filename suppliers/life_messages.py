"""What moderators and companies are told of the life of a published sheet."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.core.dates import day
from grandest_portal.notifications.messages import Message
from suppliers.messages import FOR_COMPANY
from suppliers.models import Solution, SolutionTransfer


@dataclass(frozen=True)
class AboutSolution(Message):
    """To the people of the company, about one sheet, whose page it opens."""

    solution: Solution
    link_label: ClassVar = gettext_lazy("Ouvrir la fiche")
    why: ClassVar = FOR_COMPANY

    def path(self):
        return reverse("suppliers:solution_detail", args=[self.solution.pk])


@dataclass(frozen=True)
class SolutionAmended(AboutSolution):
    """To moderators: a published text changed and awaits their reading; it is public meanwhile."""

    kind: ClassVar[str] = "suppliers.amended"
    link_label: ClassVar = gettext_lazy("Relire ce qui a changé")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous faites partie de la modération.")

    def title(self):
        return _("Fiche modifiée à relire : %(title)s") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Entreprise : %(company)s.") % {"company": self.solution.company},
            _("La modification est déjà publique ; la version relue peut être remise en ligne."),
        ]

    def path(self):
        return reverse("admin:suppliers_solution_change", args=[self.solution.pk])


@dataclass(frozen=True)
class SolutionRestored(AboutSolution):
    """To the company: a moderator brought the version read before back."""

    reason: str
    kind: ClassVar[str] = "suppliers.restored"

    def title(self):
        return _("Votre modification est retirée : %(title)s") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.reason},
            _("La version relue auparavant est de nouveau en ligne. Votre texte reste dans les versions."),
        ]


@dataclass(frozen=True)
class SolutionStillValid(AboutSolution):
    """To the company, once a year: is the sheet still true? One press says so."""

    until: object
    kind: ClassVar[str] = "suppliers.still_valid"
    link_label: ClassVar = gettext_lazy("Confirmer ou mettre à jour")

    def title(self):
        return _("Toujours valable ? « %(title)s »") % {"title": self.solution}

    def paragraphs(self):
        return [
            _(
                "Personne n'a confirmé cette fiche depuis le %(since)s. Si elle est encore exacte, un bouton "
                "suffit ; sinon, mettez-la à jour ou archivez-la."
            )
            % {"since": day(self.solution.holds_since)},
            _("Sans réponse, elle porte la mention « à confirmer » à partir du %(until)s.")
            % {"until": day(self.until)},
        ]

    def path(self):
        return reverse("suppliers:solution_confirm", args=[self.solution.pk])


@dataclass(frozen=True)
class SolutionToConfirm(SolutionStillValid):
    """To the company: the sheet carries the mark, and when it would leave the census."""

    kind: ClassVar[str] = "suppliers.to_confirm"

    def title(self):
        return _("« %(title)s » est marquée « à confirmer »") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("La fiche reste dans le recensement, au même rang, avec cette mention."),
            _("Sans confirmation, elle est archivée à partir du %(until)s ; son texte reste à vous.")
            % {"until": day(self.until)},
        ]


@dataclass(frozen=True)
class SolutionArchivedUnconfirmed(AboutSolution):
    """To the company: nobody said that it still holds, it left the census."""

    kind: ClassVar[str] = "suppliers.archived_unconfirmed"

    def title(self):
        return _("« %(title)s » est archivée") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Personne n'a confirmé que cette fiche est toujours valable : elle a quitté le recensement."),
            _("Son texte est gardé dans « Mes solutions » : relisez-le et renvoyez-le quand vous voulez."),
        ]


@dataclass(frozen=True)
class TransferMessage(Message):
    transfer: SolutionTransfer
    link_label: ClassVar = gettext_lazy("Ouvrir la proposition")
    why: ClassVar = FOR_COMPANY

    def names(self):
        transfer = self.transfer
        return {"title": transfer.solution, "giver": transfer.giver, "taker": transfer.taker}

    def path(self):
        return reverse("suppliers:transfer", args=[self.transfer.pk])


@dataclass(frozen=True)
class TransferProposed(TransferMessage):
    """To those who speak for the company that would hold the sheet."""

    kind: ClassVar[str] = "suppliers.transfer_proposed"
    link_label: ClassVar = gettext_lazy("Accepter ou décliner")

    def title(self):
        return _("%(giver)s vous transmet la fiche « %(title)s »") % self.names()

    def paragraphs(self):
        said = [_("Son message : %(note)s") % {"note": self.transfer.note}] if self.transfer.note else []
        return [_("Rien ne change tant que vous n'avez pas accepté."), *said]


@dataclass(frozen=True)
class TransferAccepted(TransferMessage):
    """To both companies."""

    kind: ClassVar[str] = "suppliers.transfer_accepted"

    def title(self):
        return _("La fiche « %(title)s » est maintenant celle de %(taker)s") % self.names()

    def paragraphs(self):
        return [
            _("Ses versions, ses favoris et ses suivis l'accompagnent."),
            _(
                "Les intérêts, les rendez-vous passés et les notes signées sur l'innovation restent à %(giver)s."
            )
            % self.names(),
            _(
                "Les accès donnés sur demande sont retirés, les personnes à contacter sont oubliées, et les voies "
                "d'achat vérifiées seront à vérifier de nouveau."
            ),
        ]


@dataclass(frozen=True)
class TransferDeclined(TransferMessage):
    """To the company that proposed it."""

    kind: ClassVar[str] = "suppliers.transfer_declined"

    def title(self):
        return _("%(taker)s ne reprend pas la fiche « %(title)s »") % self.names()

    def paragraphs(self):
        said = [_("Sa réponse : %(answer)s") % {"answer": self.transfer.answer}]
        return [_("La fiche reste la vôtre, telle quelle."), *(said if self.transfer.answer else [])]


@dataclass(frozen=True)
class TransferWithdrawn(TransferMessage):
    """To the company that had not answered yet."""

    kind: ClassVar[str] = "suppliers.transfer_withdrawn"

    def title(self):
        return _("%(giver)s a retiré sa proposition : « %(title)s »") % self.names()

    def paragraphs(self):
        return [_("Il n'y a plus rien à répondre.")]
