"""What a company is told about a label that it bears."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message
from suppliers.messages import FOR_COMPANY
from suppliers.models import CompanyLabel


@dataclass(frozen=True)
class LabelDecided(Message):
    label: CompanyLabel
    link_label: ClassVar = gettext_lazy("Voir vos labels")
    why: ClassVar = FOR_COMPANY

    def path(self):
        return reverse("suppliers:company_parts", args=["labels"])


@dataclass(frozen=True)
class LabelChecked(LabelDecided):
    """To the company: a moderator found that the evidence shows what it says."""

    kind: ClassVar[str] = "suppliers.label_checked"

    def title(self):
        return _("Label vérifié : %(label)s") % {"label": self.label}

    def paragraphs(self):
        return [
            _(
                "La modération a lu la preuve que vous donnez. Votre page dit maintenant que ce label est vérifié."
            ),
            _("Si vous changez cette ligne ou ses documents, elle sera relue."),
        ]


@dataclass(frozen=True)
class LabelRefused(LabelDecided):
    """To the company: the evidence does not show it, and why."""

    kind: ClassVar[str] = "suppliers.label_refused"

    def title(self):
        return _("Label non confirmé : %(label)s") % {"label": self.label}

    def paragraphs(self):
        return [
            _("La modération écrit : « %(reason)s »") % {"reason": self.label.reason},
            _(
                "Votre page ne montre plus ce label. Complétez la preuve ou corrigez la ligne : elle sera relue."
            ),
        ]
