"""What is told of questions and interests. No title and no sentence names the company that asks or declares, other
than to that company, to those it invites, and on the buyer's own pages.

Against floods, the buyer's people are written to when something starts to wait: the first question without answer,
the first interest that nobody read. What comes while that one waits is counted on the dashboard and on the page of
the need; once it is dealt with, the next one is told again. All of it waits for the end of a window
(needs/actions/telling.py), which tells what still stands.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.accounts.enums import WRITING_ROLES
from grandest_portal.accounts.models import Membership, User
from grandest_portal.core.dates import day
from grandest_portal.follow.permissions import followers_of
from grandest_portal.notifications.messages import Message
from needs.messages import NeedMessage
from needs.models import Interest, InterestPartner, Question


def people_speaking_for(organisations):
    """The active, approved people of these organisations (pks), readers excepted."""
    live = Membership.objects.approved().valid(timezone.localdate())
    live = live.filter(organisation__in=organisations, role__in=WRITING_ROLES)
    return User.objects.filter(is_active=True, pk__in=live.values("user")).order_by("pk")


def company_people(*companies):
    return people_speaking_for([company.organisation_id for company in companies])


def buyer_people(need):
    return people_speaking_for([need.buyer.organisation_id])


def askers_of(questions):
    """People of the companies that asked."""
    return people_speaking_for([each.company.organisation_id for each in questions])


def hearers_of(need, questions):
    """Followers of the need and people of the companies that asked, without its buyer's people."""
    asking = askers_of(questions)
    own = Membership.objects.live().filter(organisation=need.buyer.organisation_id).values("user")
    pks = [*followers_of("need", need.pk).values_list("pk", flat=True), *asking.values_list("pk", flat=True)]
    return User.objects.filter(pk__in=pks).exclude(pk__in=own).order_by("pk")


@dataclass(frozen=True)
class QuestionAsked(NeedMessage):
    """To the buyer's people: a question waits, the first one; who asks is not said."""

    kind: ClassVar[str] = "needs.question_asked"
    link_label: ClassVar = gettext_lazy("Lire et répondre")

    def title(self):
        return _("Une question attend votre réponse : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Une entreprise a posé une question sur ce besoin. Son nom ne vous est pas montré."),
            _("Votre réponse sera publiée pour tous, avec la question."),
            _("Tant qu'elle attend, les questions suivantes ne vous sont pas écrites : la page les compte."),
        ]

    def path(self):
        return reverse("needs:questions", args=[self.need.pk])


CORRECTED = gettext_lazy("L'acheteur a corrigé une réponse publiée. L'ancienne reste lisible.")
SEVERAL = gettext_lazy("L'acheteur a publié ou corrigé plusieurs réponses, les mêmes pour tous.")


def answers_words(count):
    """« L'acheteur a publié 2 réponses »: what followers and those who asked read, the same for all."""
    return ngettext(
        "L'acheteur a publié une réponse, la même pour tous.",
        "L'acheteur a publié %(count)d réponses, les mêmes pour tous.",
        count,
    ) % {"count": count}


@dataclass(frozen=True)
class QuestionWithheld(Message):
    """To the people of the company that asked: its question was put aside, and why."""

    question: Question
    kind: ClassVar[str] = "needs.question_withheld"
    link_label: ClassVar = gettext_lazy("Ouvrir vos questions")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que votre entreprise a posé cette question.")

    def title(self):
        return _("Du nouveau sur ce portail")

    def paragraphs(self):
        return [
            _("Votre question %(reference)s a été écartée.") % {"reference": self.question.reference},
            _("Besoin : « %(need)s ».") % {"need": self.question.need},
            _("Raison de la modération : %(reason)s") % {"reason": self.question.reason},
            _("Si les questions sont encore reçues, vous pouvez la poser autrement."),
        ]

    def path(self):
        return reverse("needs:questions", args=[self.question.need_id]) + "#vos-questions"


@dataclass(frozen=True)
class InterestDeclared(NeedMessage):
    """To the buyer's people: a company is interested, the first that nobody read; the page says which."""

    kind: ClassVar[str] = "needs.interest_declared"
    link_label: ClassVar = gettext_lazy("Lire les intérêts déclarés")

    def title(self):
        return _("Une entreprise s'intéresse à votre besoin : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("La page la nomme et montre sa note. Chaque entreprise intéressée attend une réponse de vous."),
            _(
                "Tant que vous ne l'avez pas lue, les déclarations suivantes ne vous sont pas écrites : votre "
                "tableau de bord les compte."
            ),
        ]

    def path(self):
        return reverse("needs:interests", args=[self.need.pk])


@dataclass(frozen=True)
class InterestMessage(Message):
    """About one interest, to companies that take part in it."""

    interest: Interest
    link_label: ClassVar = gettext_lazy("Ouvrir cet intérêt")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que votre entreprise participe à cette déclaration d'intérêt."
    )

    def path(self):
        return reverse("needs:interest", args=[self.interest.pk])


@dataclass(frozen=True)
class InterestAnswered(InterestMessage):
    """To the people of the company, and of those that confirmed a joint interest."""

    kind: ClassVar[str] = "needs.interest_answered"

    def title(self):
        return _("Réponse à votre intérêt : %(need)s") % {"need": self.interest.need}

    def paragraphs(self):
        return [
            _("%(buyer)s vous répond :") % {"buyer": self.interest.need.buyer_name},
            self.interest.answer,
        ]


@dataclass(frozen=True)
class ConsortiumInvited(InterestMessage):
    """To the people of an invited company: they say yes or no themselves."""

    kind: ClassVar[str] = "needs.consortium_invited"
    link_label: ClassVar = gettext_lazy("Confirmer ou décliner")
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous représentez cette entreprise.")

    def title(self):
        return _("%(company)s vous invite dans un groupement : %(need)s") % {
            "company": self.interest.company,
            "need": self.interest.need,
        }

    def paragraphs(self):
        until = self.interest.need.sourcing_open_until
        lines = [
            _("Besoin de %(buyer)s. L'acheteur ne lit votre nom que si vous confirmez.")
            % {"buyer": self.interest.need.buyer_name}
        ]
        if until:
            lines.append(_("Vous pouvez confirmer jusqu'au %(day)s inclus.") % {"day": day(until)})
        return lines


@dataclass(frozen=True)
class ConsortiumAnswered(InterestMessage):
    """To the people of the inviting company: what an invited one said."""

    partner: InterestPartner
    kind: ClassVar[str] = "needs.consortium_answered"

    def title(self):
        words = {"company": self.partner.company, "need": self.interest.need}
        if self.partner.is_confirmed:
            return _("%(company)s a confirmé votre groupement : %(need)s") % words
        return _("%(company)s a décliné votre groupement : %(need)s") % words

    def paragraphs(self):
        if self.partner.is_confirmed:
            return [_("L'acheteur lit maintenant son nom à côté du vôtre.")]
        return [_("L'acheteur ne lira pas son nom. Votre déclaration d'intérêt ne change pas.")]
