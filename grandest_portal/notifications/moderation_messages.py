"""What moderators are told about their own queues."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.notifications.messages import Message


@dataclass(frozen=True)
class ModerationOverdue(Message):
    """To moderators: some people have waited longer than the service promised. `late` is [(label, number)]."""

    late: tuple
    kind: ClassVar[str] = "moderation.overdue"
    link_label: ClassVar = gettext_lazy("Ouvrir le bureau de modération")

    def title(self):
        number = sum(count for _label, count in self.late)
        return ngettext(
            "%(count)d demande attend depuis plus longtemps que promis",
            "%(count)d demandes attendent depuis plus longtemps que promis",
            number,
        ) % {"count": number}

    def paragraphs(self):
        return [_("%(queue)s : %(count)d") % {"queue": label, "count": count} for label, count in self.late]

    def path(self):
        return reverse("admin:index")
