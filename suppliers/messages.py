"""What moderators and companies are told about a solution."""

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.accounts.models import Partner
from grandest_portal.notifications.messages import Message, compose, without_links
from grandest_portal.notifications.outbox import post
from grandest_portal.notifications.team_messages import Reader
from grandest_portal.reports.appeals import appeal_words
from suppliers.models import Company, KeywordProposal, Origin, Solution, SolutionImport

# The link that stops the invitations to an address: signed, it names one of them alone.
signer = Signer(salt="suppliers.claim", sep="~")
FOR_COMPANY = gettext_lazy("Vous recevez ce message parce que vous représentez cette entreprise.")


@dataclass(frozen=True)
class SolutionSubmitted(Message):
    """To moderators: a solution awaits their reading."""

    solution: Solution
    kind: ClassVar[str] = "suppliers.solution_submitted"
    link_label: ClassVar = gettext_lazy("Relire la fiche")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous faites partie de la modération.")

    def title(self):
        return _("Solution à relire : %(title)s") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("%(company)s propose la fiche « %(title)s », référence %(reference)s.")
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
        return _("Mot clé proposé : « %(label)s »") % {"label": self.proposal}

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
        return _("« %(title)s » est publiée") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Votre fiche, référence %(reference)s, est maintenant visible de tous dans le recensement.")
            % {"reference": self.solution.reference},
            _("Elle est rapprochée des besoins ouverts : la fiche mène à ces correspondances."),
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
        return _("« %(title)s » est à reprendre") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Ce que la modération demande : %(reason)s") % {"reason": self.solution.moderation_reason},
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
        return _("« %(title)s » n'est pas publiée") % {"title": self.solution}

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.solution.moderation_reason},
            *appeal_words(timezone.now()),
            _("Référence à rappeler si vous nous écrivez : %(reference)s.")
            % {"reference": self.solution.reference},
        ]

    def path(self):
        return reverse("suppliers:solution_detail", args=[self.solution.pk])


def solutions_prepared(count):
    return ngettext("%(count)d fiche préparée", "%(count)d fiches préparées", count) % {"count": count}


@dataclass(frozen=True)
class ImportDone(Message):
    """To who sent a file: what became of its lines."""

    batch: SolutionImport
    kind: ClassVar[str] = "suppliers.import_done"
    link_label: ClassVar = gettext_lazy("Voir l'import")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous avez envoyé ce fichier.")

    def title(self):
        return _("« %(file)s » est importé") % {"file": self.batch.file_name}

    def paragraphs(self):
        return [
            _("Lignes importées : %(done)d. Lignes refusées : %(refused)d.")
            % {"done": self.batch.done_count, "refused": self.batch.refused_count},
            _("Rien n'est public : chaque fiche attend que son entreprise la confirme."),
        ]

    def path(self):
        return reverse("suppliers:import_detail", args=[self.batch.pk])


@dataclass(frozen=True)
class PreparedForYou(Message):
    """To the people of a company: a partner prepared solutions for them."""

    company: Company
    partner: Partner
    count: int
    kind: ClassVar[str] = "suppliers.prepared_for_you"
    link_label: ClassVar = gettext_lazy("Lire ces fiches")
    why: ClassVar = FOR_COMPANY

    def title(self):
        return _("%(solutions)s pour vous par %(partner)s") % {
            "solutions": solutions_prepared(self.count),
            "partner": self.partner,
        }

    def paragraphs(self):
        return [_("Rien n'est publié sans vous : confirmez, corrigez ou refusez chaque fiche.")]

    def path(self):
        return reverse("suppliers:prepared")


@dataclass(frozen=True)
class PreparedDeclined(Message):
    """To the partner: the company does not want the solution that was prepared."""

    origin: Origin
    solution_title: str
    kind: ClassVar[str] = "suppliers.prepared_declined"
    link_label: ClassVar = gettext_lazy("Voir vos imports")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que votre structure a préparé cette fiche.")

    def title(self):
        return _("%(company)s refuse une fiche préparée") % {"company": self.origin.company}

    def paragraphs(self):
        reason = self.origin.reason
        return [
            _("La fiche « %(title)s » est effacée et ne sera pas importée de nouveau.")
            % {"title": self.solution_title},
            *([_("Raison donnée : %(reason)s") % {"reason": reason}] if reason else []),
        ]

    def path(self):
        return reverse("suppliers:imports")


@dataclass(frozen=True)
class ClaimInvited(Message):
    """To a company that has no account: once, and never again for who says so."""

    company: Company
    partner: Partner
    count: int
    invitation: int
    kind: ClassVar[str] = "suppliers.claim_invited"
    link_label: ClassVar = gettext_lazy("Inscrire mon entreprise")

    def title(self):
        return _("%(solutions)s pour %(company)s") % {
            "solutions": solutions_prepared(self.count),
            "company": self.company,
        }

    def paragraphs(self):
        organisation = self.company.organisation
        return [
            _(
                "%(partner)s a préparé ce texte pour le recensement public des solutions innovantes du Grand Est. Rien "
                "n'est publié : vous seuls pouvez le lire, le corriger, le confirmer ou le refuser."
            )
            % {"partner": self.partner},
            _("Pour le lire, inscrivez votre entreprise par son numéro : %(number)s.")
            % {"number": organisation.identifier},
            _(
                "Ce message n'est envoyé qu'une fois. Votre adresse a été donnée par %(partner)s ; elle est ensuite "
                "effacée."
            )
            % {"partner": self.partner},
        ]

    def path(self):
        return reverse("suppliers:register")

    def leave_path(self):
        return reverse("suppliers:invitation_stop", args=[signer.sign(self.invitation)])

    def send(self, address):
        reader = Reader(address)
        why = _("Vous recevez ce message parce que %(partner)s a donné cette adresse comme contact.") % {
            "partner": self.partner
        }
        with translation.override(reader.language):
            lines = [str(line) for line in self.paragraphs()]
            leave = settings.SITE_URL + self.leave_path()
            title = without_links(str(self.title()))[:250]
            mail = compose(reader, title, lines, self.path(), str(self.link_label), why, leave)
            post(mail, forgotten_after=True)
