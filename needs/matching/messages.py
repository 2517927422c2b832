"""Telling both sides that a pair came up; the same for every company above the same limit."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.notifications.messages import Message
from needs.models import Match, Need
from suppliers.models import Solution


@dataclass(frozen=True)
class NeedMatched(Message):
    """To a company: a need just published comes close to one of its solutions."""

    match: Match
    kind: ClassVar[str] = "needs.need_matched"
    link_label: ClassVar = gettext_lazy("Voir pourquoi")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que votre solution est publiée dans le recensement."
    )

    def title(self):
        return _("Un besoin proche de votre solution : %(need)s") % {"need": self.match.need}

    def paragraphs(self):
        return [
            _("%(buyer)s vient de publier un besoin. Votre solution « %(solution)s » en est proche.")
            % {"buyer": self.match.need.buyer_name, "solution": self.match.solution},
            _(
                "Toutes les entreprises au-dessus du même seuil sont prévenues ; l'acheteur voit les mêmes raisons."
            ),
        ]

    def path(self):
        return reverse("needs:match", args=[self.match.need_id, self.match.solution_id])


@dataclass(frozen=True)
class SolutionsMatched(Message):
    """To a buyer: `count` published solutions come close to its need."""

    need: Need
    count: int
    kind: ClassVar[str] = "needs.solutions_matched"
    link_label: ClassVar = gettext_lazy("Voir les correspondances")

    def title(self):
        return ngettext(
            "%(count)d solution proche de votre besoin « %(need)s »",
            "%(count)d solutions proches de votre besoin « %(need)s »",
            self.count,
        ) % {"count": self.count, "need": self.need}

    def paragraphs(self):
        return [_("Chaque entreprise voit le même score et les mêmes raisons que vous.")]

    def path(self):
        return reverse("needs:matches", args=[self.need.pk])


@dataclass(frozen=True)
class SolutionMatched(Message):
    """To a buyer: a solution just published comes close to one of its open needs."""

    need: Need
    solution: Solution
    kind: ClassVar[str] = "needs.solution_matched"
    link_label: ClassVar = gettext_lazy("Voir pourquoi")

    def title(self):
        return _("Une nouvelle solution proche de votre besoin : %(solution)s") % {"solution": self.solution}

    def paragraphs(self):
        return [
            _("Elle vient d'être publiée par %(company)s. Votre besoin : « %(need)s ».")
            % {"company": self.solution.company, "need": self.need},
        ]

    def path(self):
        return reverse("needs:match", args=[self.need.pk, self.solution.pk])
