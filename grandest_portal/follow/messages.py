"""What followers are told: the same sentences for all of them, each true of a public page."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandest_portal.notifications.messages import Message


def quoted(name):
    """The first paragraph, which the dashboard takes for a title."""
    return _("« %(name)s »") % {"name": name}


@dataclass(frozen=True)
class FollowedNews(Message):
    """To the followers of a thing: `name` is its public title, `event` a whole sentence, `target` the page.

    The title names nothing: it is the subject of a mail, which those who look after the outbox can read.
    """

    name: str
    event: Any
    target: str
    kind: ClassVar[str] = "follow.news"
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous suivez cette page. Pour ne plus le recevoir : « Mes suivis »."
    )

    def title(self):
        return _("Du nouveau dans vos suivis")

    def paragraphs(self):
        return [quoted(self.name), self.event, _("Vous suivez cette page. Personne d'autre ne le sait.")]

    def path(self):
        return self.target


@dataclass(frozen=True)
class FollowedGone(FollowedNews):
    """To the followers of a thing that is public no more: there is no page to open but their own list."""

    link_label: ClassVar = gettext_lazy("Ouvrir mes suivis")

    def path(self):
        return reverse("follow:mine")
