"""What a company is told of what moderators write beside its note, or find of its ways to be bought."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message
from suppliers.messages import FOR_COMPANY
from suppliers.models import Assessment, SolutionRoute


@dataclass(frozen=True)
class AssessmentCommented(Message):
    """To the company: a moderator wrote beside its note; the comment is read by all who read the note."""

    note: Assessment
    kind: ClassVar[str] = "suppliers.assessment_commented"
    link_label: ClassVar = gettext_lazy("Lire la note et son commentaire")
    why: ClassVar = FOR_COMPANY

    def title(self):
        return _("Votre auto-évaluation est commentée : %(title)s") % {"title": self.note.solution}

    def paragraphs(self):
        return [
            _("La modération écrit : « %(text)s »") % {"text": self.note.comment},
            _(
                "Ce commentaire est lu par tous ceux qui lisent la note. Le texte que vous avez signé n'a pas changé."
            ),
        ]

    def path(self):
        return reverse("suppliers:assessment", args=[self.note.solution_id])


@dataclass(frozen=True)
class RouteChecked(Message):
    """To the company: what a moderator found of a way to buy its solution; `way` is the words of this way."""

    route: SolutionRoute
    way: str
    link_label: ClassVar = gettext_lazy("Voir vos voies d'achat")
    why: ClassVar = FOR_COMPANY

    def path(self):
        return reverse("suppliers:routes", args=[self.route.solution_id])

    def about(self):
        return _("Solution : « %(title)s ». Voie d'achat : %(way)s.") % {
            "title": self.route.solution,
            "way": ", ".join(filter(None, [self.way, self.route.holder, self.route.reference])),
        }

    def noted(self):
        note = self.route.check_note
        return [_("La modération écrit : « %(text)s »") % {"text": note}] if note else []


@dataclass(frozen=True)
class RouteConfirmed(RouteChecked):
    kind: ClassVar[str] = "suppliers.route_confirmed"

    def title(self):
        return _("Voie d'achat vérifiée : %(title)s") % {"title": self.route.solution}

    def paragraphs(self):
        after = _("La page de la solution le dit maintenant. Si vous changez cette voie, elle sera relue.")
        return [self.about(), *self.noted(), after]


@dataclass(frozen=True)
class RouteNotConfirmed(RouteChecked):
    kind: ClassVar[str] = "suppliers.route_refused"

    def title(self):
        return _("Voie d'achat non confirmée : %(title)s") % {"title": self.route.solution}

    def paragraphs(self):
        after = _(
            "La page de la solution ne montre plus cette voie d'achat. Corrigez-la, ou retirez-la : corrigée, elle "
            "sera relue."
        )
        return [self.about(), *self.noted(), after]
