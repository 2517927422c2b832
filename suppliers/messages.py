"""What moderators and companies are told about a solution."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message
from grandest_portal.reports.appeals import appeal_words
from suppliers.models import KeywordProposal, Solution

FOR_COMPANY = gettext_lazy("Vous recevez ce message parce que vous représentez cette entreprise.")


@dataclass(frozen=True)
class SolutionSubmitted(Message):
    """To moderators: a solution awaits their reading."""

    solution: Solution
    kind: ClassVar[str] = "suppliers.solution_submitted"
    link_label: ClassVar = gettext_lazy("Relire la fiche")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous faites partie de la modération.")

    def title(self):
        return _("Solution à relire : %(title)s") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("%(company)s propose la fiche « %(title)s », référence %(reference)s.")
            % {
                "company": self.solution.company,
                "title": self.solution,
                "reference": self.solution.reference,
            },
        ]

    def path(self):
        return reverse("admin:suppliers_solution_change", args=[self.solution.pk])


@dataclass(frozen=True)
class KeywordProposed(Message):
    """To moderators: a company misses a term in the vocabulary."""

    proposal: KeywordProposal
    kind: ClassVar[str] = "suppliers.keyword_proposed"
    link_label: ClassVar = gettext_lazy("Lire la proposition")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous faites partie de la modération.")

    def title(self):
        return _("Mot clé proposé : « %(label)s »") % {"label": self.proposal}

    def paragraphs(self):
        return [
            _("%(organisation)s propose d'ajouter ce terme à la liste des mots clés.")
            % {"organisation": self.proposal.organisation}
        ]

    def path(self):
        return reverse("admin:suppliers_keywordproposal_change", args=[self.proposal.pk])


@dataclass(frozen=True)
class SolutionPublished(Message):
    """To the company: the solution stands in the census."""

    solution: Solution
    kind: ClassVar[str] = "suppliers.solution_published"
    link_label: ClassVar = gettext_lazy("Voir la fiche publiée")
    why: ClassVar = FOR_COMPANY

    def title(self):
        return _("« %(title)s » est publiée") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Votre fiche, référence %(reference)s, est maintenant visible de tous dans le recensement.")
            % {"reference": self.solution.reference},
            _("Elle est rapprochée des besoins ouverts : la fiche mène à ces correspondances."),
        ]

    def path(self):
        return reverse("suppliers:solution_detail", args=[self.solution.pk])


@dataclass(frozen=True)
class SolutionReturned(Message):
    """To the company: something must change first, and what."""

    solution: Solution
    kind: ClassVar[str] = "suppliers.solution_returned"
    link_label: ClassVar = gettext_lazy("Reprendre la fiche")
    why: ClassVar = FOR_COMPANY

    def title(self):
        return _("« %(title)s » est à reprendre") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Ce que la modération demande : %(reason)s") % {"reason": self.solution.moderation_reason},
            _("Corrigez la fiche, référence %(reference)s, puis envoyez-la de nouveau.")
            % {"reference": self.solution.reference},
        ]

    def path(self):
        return reverse("suppliers:solution_check", args=[self.solution.pk])


@dataclass(frozen=True)
class SolutionRejected(Message):
    """To the company: the solution will not be published, and why."""

    solution: Solution
    kind: ClassVar[str] = "suppliers.solution_rejected"
    link_label: ClassVar = gettext_lazy("Voir la fiche refusée")
    why: ClassVar = FOR_COMPANY

    def title(self):
        return _("« %(title)s » n'est pas publiée") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.solution.moderation_reason},
            *appeal_words(timezone.now()),
            _("Référence à rappeler si vous nous écrivez : %(reference)s.")
            % {"reference": self.solution.reference},
        ]

    def path(self):
        return reverse("suppliers:solution_detail", args=[self.solution.pk])
