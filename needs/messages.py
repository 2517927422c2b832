"""What is told about a need: to moderators when it arrives, to its buyer's people at each step of its life."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.permissions import people_told_of
from grandest_portal.core.dates import day, moment
from grandest_portal.notifications.messages import Message
from grandest_portal.reports.appeals import appeal_words
from needs.models import Need


def people_of_need(need):
    """Approved people of the buyer, and its author while waiting; nobody else reads an unpublished need."""
    if need.buyer_id is None:
        return []
    return people_told_of(need, need.buyer.organisation)


@dataclass(frozen=True)
class NeedMessage(Message):
    """About one need, whose page it opens."""

    need: Need
    link_label: ClassVar = gettext_lazy("Ouvrir le besoin")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous représentez l'acheteur de ce besoin."
    )

    def path(self):
        return reverse("needs:detail", args=[self.need.pk])


@dataclass(frozen=True)
class NeedSubmitted(NeedMessage):
    """To moderators: a need awaits their decision."""

    kind: ClassVar[str] = "needs.submitted"
    link_label: ClassVar = gettext_lazy("Relire le besoin")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous relisez les publications du portail."
    )

    def title(self):
        return _("Besoin à relire : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [_("Acheteur : %(buyer)s.") % {"buyer": self.need.buyer_name}, self.need.in_short]

    def path(self):
        return reverse("admin:needs_need_change", args=[self.need.pk])


@dataclass(frozen=True)
class NeedPublished(NeedMessage):
    """To the buyer's people: everybody may read it now."""

    kind: ClassVar[str] = "needs.published"

    def title(self):
        return _("Votre besoin est publié : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Les échanges sont ouverts jusqu'au %(day)s inclus.")
            % {"day": day(self.need.sourcing_open_until)},
            _("Les solutions les plus proches, avec les raisons, se trouvent sur la page du besoin."),
        ]


@dataclass(frozen=True)
class NeedReturned(NeedMessage):
    """To the buyer's people: something must change first."""

    kind: ClassVar[str] = "needs.returned"
    link_label: ClassVar = gettext_lazy("Reprendre le besoin")

    def title(self):
        return _("Votre besoin est à reprendre : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.need.moderation_reason},
            _("Corrigez votre texte, puis envoyez-le de nouveau : rien n'est perdu."),
        ]

    def path(self):
        return reverse("needs:check", args=[self.need.pk])


@dataclass(frozen=True)
class NeedRejected(NeedMessage):
    """To the buyer's people: it will not be published, and why."""

    kind: ClassVar[str] = "needs.rejected"

    def title(self):
        return _("Votre besoin n'est pas publié : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.need.moderation_reason},
            *appeal_words(timezone.now()),
            _("Vous pouvez aussi déposer un autre besoin."),
        ]


@dataclass(frozen=True)
class NeedClosed(NeedMessage):
    """To the buyer's people: the exchanges are over, what comes next is theirs to say."""

    kind: ClassVar[str] = "needs.closed"

    def title(self):
        return _("Les échanges sont clos : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Les entreprises ne peuvent plus proposer de rendez-vous sur ce besoin."),
            _(
                "Dites la suite sur la page du besoin : consultation, achat direct ou abandon. Tous la liront."
            ),
        ]


@dataclass(frozen=True)
class NeedConsultationLaunched(NeedMessage):
    """To the buyer's people: the page now leads to the consultation."""

    kind: ClassVar[str] = "needs.consultation_launched"

    def title(self):
        return _("Consultation lancée : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("La page du besoin mène à la consultation : %(url)s") % {"url": self.need.consultation_url},
            _("Date limite : %(moment)s (heure de Paris).")
            % {"moment": moment(self.need.consultation_deadline)},
        ]


@dataclass(frozen=True)
class NeedDirectPurchaseRecorded(NeedMessage):
    """To the buyer's people: an outcome without consultation is public, with its reasons."""

    kind: ClassVar[str] = "needs.direct_purchase_recorded"

    def title(self):
        return _("Achat direct annoncé : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [_("Fondement : %(article)s.") % {"article": self.need.direct_purchase_article}]


@dataclass(frozen=True)
class NeedAbandoned(NeedMessage):
    """To the buyer's people: the need ends without purchase."""

    kind: ClassVar[str] = "needs.abandoned"

    def title(self):
        return _("Besoin abandonné : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [_("Raison publiée : %(reason)s") % {"reason": self.need.abandon_reason}]


@dataclass(frozen=True)
class NeedAwarded(NeedMessage):
    """To the buyer's people: the holder is public."""

    kind: ClassVar[str] = "needs.awarded"

    def title(self):
        return _("Besoin attribué : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Titulaire : %(holder)s, le %(day)s.")
            % {"holder": self.need.awarded_to, "day": day(self.need.awarded_on)}
        ]


@dataclass(frozen=True)
class NeedContactErased(NeedMessage):
    """To the buyer's people: the person to contact left the portal, and their name was erased."""

    kind: ClassVar[str] = "needs.contact_erased"

    def title(self):
        return _("Plus de personne à contacter : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _(
                "La personne nommée comme contact de ce besoin a supprimé son compte : son nom a été effacé. "
                "Indiquez quelqu'un d'autre : « Modifier ce besoin », étape « Contact »."
            )
        ]


@dataclass(frozen=True)
class NeedUnawarded(NeedMessage):
    """To the buyer's people: the purchase ended without holder."""

    kind: ClassVar[str] = "needs.unawarded"

    def title(self):
        return _("Besoin sans attribution : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [_("Raison publiée : %(reason)s") % {"reason": self.need.no_award_reason}]


@dataclass(frozen=True)
class NeedOutcomeAsked(NeedMessage):
    """To the buyer's people: companies wait to read what became of the purchase."""

    kind: ClassVar[str] = "needs.outcome_asked"
    link_label: ClassVar = gettext_lazy("Dire la suite")

    def title(self):
        return _("Quelle suite a eu votre besoin ? %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _(
                "Les entreprises qui ont répondu attendent de savoir ce que l'achat est devenu : à qui le marché est "
                "attribué, ou pourquoi il ne l'est pas."
            ),
            _("Cela se dit en une minute sur la page du besoin. Sans réponse, nous vous le redemanderons."),
        ]


@dataclass(frozen=True)
class NeedAmended(NeedMessage):
    """To moderators: a published text changed and awaits their reading; it is public meanwhile."""

    kind: ClassVar[str] = "needs.amended"
    link_label: ClassVar = gettext_lazy("Relire ce qui a changé")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous relisez les publications du portail."
    )

    def title(self):
        return _("Besoin modifié à relire : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Acheteur : %(buyer)s.") % {"buyer": self.need.buyer_name},
            _(
                "La modification, du texte ou des documents, est déjà publique ; la version relue peut être remise en "
                "ligne."
            ),
        ]

    def path(self):
        return reverse("admin:needs_need_change", args=[self.need.pk])


@dataclass(frozen=True)
class NeedRestored(NeedMessage):
    """To the buyer's people: a moderator brought the version read before back."""

    reason: str
    kind: ClassVar[str] = "needs.restored"

    def title(self):
        return _("Votre modification est retirée : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.reason},
            _(
                "La version relue auparavant est de nouveau en ligne, avec ses documents. Votre texte reste dans les "
                "versions."
            ),
        ]


@dataclass(frozen=True)
class NeedJoined(NeedMessage):
    """To the buyer's people: another buyer has the same need."""

    buyer: str
    kind: ClassVar[str] = "needs.joined"

    def title(self):
        return _("Un autre acheteur a le même besoin : %(need)s") % {"need": self.need}

    def paragraphs(self):
        return [
            _("%(buyer)s l'annonce sur la page du besoin, avec son volume. Tous le lisent.")
            % {"buyer": self.buyer}
        ]
