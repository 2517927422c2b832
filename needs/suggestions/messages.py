"""What both sides are told of a suggestion: who, why, with which interest; the same words for both."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.accounts.permissions import people_of
from grandest_portal.notifications.messages import Message
from needs.models import Suggestion
from needs.suggestions.display import author_words, equal_treatment, interest_words, sentence, solution_name


def both_sides(suggestion):
    """Approved people of the buyer and of the company: those who read it."""
    organisations = [suggestion.need.buyer.organisation, suggestion.solution.company.organisation]
    return [
        person
        for organisation in organisations
        for person in people_of(organisation).filter(memberships__status="approved")
    ]


@dataclass(frozen=True)
class SuggestionMessage(Message):
    suggestion: Suggestion
    link_label: ClassVar = gettext_lazy("Lire la suggestion")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous représentez l'acheteur ou l'entreprise de ce rapprochement."
    )

    def path(self):
        return reverse("needs:suggestion", args=[self.suggestion.pk])

    def names(self):
        return {
            "partner": self.suggestion.partner,
            "need": self.suggestion.need,
            "solution": solution_name(self.suggestion.solution),
        }


@dataclass(frozen=True)
class SuggestionMade(SuggestionMessage):
    """To both sides: a partner thinks that they should look at each other."""

    kind: ClassVar[str] = "needs.suggestion_made"

    def title(self):
        return _("%(partner)s suggère un rapprochement : %(solution)s – %(need)s") % self.names()

    def paragraphs(self):
        lines = [
            sentence(self.suggestion),
            _("Pourquoi : %(reason)s") % {"reason": self.suggestion.reason},
            _("Lien d'intérêt déclaré : %(interest)s") % {"interest": interest_words(self.suggestion)},
            _("Suggéré par : %(author)s. L'autre partie lit exactement la même chose.")
            % {"author": author_words(self.suggestion)},
            equal_treatment(timezone.localdate()),
        ]
        return [line for line in lines if line]


@dataclass(frozen=True)
class SuggestionWithdrawn(SuggestionMessage):
    """To both sides: the partner takes its word back, and why."""

    kind: ClassVar[str] = "needs.suggestion_withdrawn"

    def title(self):
        return _("%(partner)s retire une suggestion : %(solution)s – %(need)s") % self.names()

    def paragraphs(self):
        return [
            _("Raison : %(reason)s") % {"reason": self.suggestion.withdrawal_reason},
            _("Rien d'autre ne change : vos échanges, s'il y en a, continuent."),
        ]
