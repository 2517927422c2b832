"""What followers are told: the same sentences for all of them, each true of a public page."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.notifications.messages import Grouped, Message, OwnAddress, own_address, without_links

LONGEST_PATH = 300


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
        "Vous recevez ce message parce que vous suivez cette page. Pour ne plus le recevoir : « Mes suivis »."
    )

    def title(self):
        return _("Du nouveau dans vos suivis")

    def paragraphs(self):
        return [
            quoted(without_links(self.name)),
            self.event,
            _("Vous suivez cette page. Personne d'autre ne le sait."),
        ]

    def in_group(self):
        return [quoted(without_links(self.name)), self.event, own_address(self.path())]

    def path(self):
        return self.target


@dataclass(frozen=True)
class FollowedGone(FollowedNews):
    """To the followers of a thing that is public no more: there is no page to open but their own list."""

    link_label: ClassVar = gettext_lazy("Ouvrir mes suivis")

    def path(self):
        return reverse("follow:mine")


@dataclass(frozen=True)
class AnswersPublished(FollowedNews):
    """To followers and to those who asked, the same words for all: answers to questions are published or corrected."""

    kind: ClassVar[str] = "follow.questions"
    link_label: ClassVar = gettext_lazy("Lire les questions et réponses")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous suivez ce besoin ou que votre entreprise a posé une question."
    )

    def paragraphs(self):
        return [quoted(without_links(self.name)), self.event]


def line_of(row):
    """What a mail says of the row of a list: its title, whose it is, its dates."""
    return " — ".join(filter(None, [f"• {row['title']}", str(row["line"]), str(row["meta"])]))


@dataclass(frozen=True)
class SearchAlert(Message):
    """To the person who saved a search: `lines` name what is new, `more` counts what the mail leaves out.

    As above, the title names nothing. `target` is the list, `leave` the page that stops this alert.
    """

    name: str
    lines: tuple
    more: int
    target: str
    leave: str
    kind: ClassVar[str] = "follow.alert"
    link_label: ClassVar = gettext_lazy("Ouvrir la liste")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous avez demandé une alerte pour cette recherche. Toutes vos alertes "
        "se règlent dans « Mes recherches »."
    )

    def title(self):
        return _("Du nouveau pour une recherche enregistrée")

    def paragraphs(self):
        said = [quoted(without_links(self.name)), *[without_links(line) for line in self.lines]]
        if self.more:
            said.append(
                ngettext(
                    "Et %(count)d autre résultat : la liste le montre.",
                    "Et %(count)d autres résultats : la liste les montre.",
                    self.more,
                )
                % {"count": self.more}
            )
        return said

    def in_group(self):
        return [*self.paragraphs(), own_address(self.path())]

    def path(self):
        """The list; a long search is opened from the person's own page."""
        return self.target if len(self.target) <= LONGEST_PATH else reverse("searches:mine")

    def leave_path(self):
        return self.leave


def block_of(parts):
    """The paragraphs of what is told of one thing: each one once, the present title first, the addresses last."""
    title, *_others = parts[-1].in_group()
    said = [line for part in parts for line in part.in_group()[1:]]
    words = [line for line in said if not isinstance(line, OwnAddress)]
    links = [line for line in said if isinstance(line, OwnAddress)]
    return list(dict.fromkeys([title, *words, *links]))


@dataclass(frozen=True)
class NewsInOneMail(Grouped):
    """All that a person is told at the end of a window; `leave` stops the alerts that are in it, "" without any.

    `blocks` are the parts by thing: its title and its page are said once.
    """

    leave: str
    blocks: tuple
    kind: ClassVar[str] = "follow.news"
    link_label: ClassVar = gettext_lazy("Ouvrir la page")
    why: ClassVar = gettext_lazy(
        "Vous recevez ce message parce que vous suivez ces pages, que vous avez demandé une alerte, ou que votre "
        "entreprise a posé une question. Tout se règle dans « Mes suivis » et « Mes recherches »."
    )

    def paragraphs(self):
        return [line for block in self.blocks for line in block_of(block)]

    def leave_path(self):
        return self.leave
