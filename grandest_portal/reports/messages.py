"""What is told about reports and appeals: to moderators, together; to those who reported or contested."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandest_portal.accounts.models import User
from grandest_portal.notifications.messages import Message
from grandest_portal.reports.enums import AppealStatus
from grandest_portal.reports.kinds import KINDS
from grandest_portal.reports.models import Appeal, Case

FOR_MODERATORS = gettext_lazy("Vous recevez ce message parce que vous faites partie de la modération.")


def reporters_of(case):
    """The active people with an account who reported the thing of a case."""
    people = case.reports.exclude(reporter=None).values("reporter")
    return User.objects.filter(is_active=True, pk__in=people).order_by("pk")


@dataclass(frozen=True)
class ReportsWaiting(Message):
    """To moderators: what was reported since they were last told, in one message."""

    reports: int
    cases: int
    kind: ClassVar[str] = "reports.waiting"
    link_label: ClassVar = gettext_lazy("Ouvrir les signalements")
    why: ClassVar = FOR_MODERATORS

    def title(self):
        return ngettext("%(count)d nouveau signalement", "%(count)d nouveaux signalements", self.reports) % {
            "count": self.reports
        }

    def paragraphs(self):
        return [
            ngettext(
                "%(count)d contenu attend une réponse.",
                "%(count)d contenus attendent une réponse.",
                self.cases,
            )
            % {"count": self.cases}
        ]

    def path(self):
        return reverse("admin:reports_case_changelist") + "?attente=decider"


@dataclass(frozen=True)
class ReportAnswered(Message):
    """To those who reported: what moderators answered."""

    case: Case
    kind: ClassVar[str] = "reports.answered"
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que vous avez signalé ce contenu.")

    def title(self):
        return _("Réponse à votre signalement : %(title)s") % {"title": self.case.title}

    def paragraphs(self):
        return [
            _("%(state)s. %(reason)s")
            % {"state": self.case.get_status_display(), "reason": self.case.reason},
            _("L'auteur du contenu ne sait pas qui l'a signalé."),
        ]

    def path(self):
        return KINDS[self.case.kind].url(self.case.object_pk)


@dataclass(frozen=True)
class AppealFiled(Message):
    """To the moderators who may answer: somebody contests a rejection."""

    appeal: Appeal
    kind: ClassVar[str] = "reports.appeal_filed"
    link_label: ClassVar = gettext_lazy("Examiner la contestation")
    why: ClassVar = FOR_MODERATORS

    def title(self):
        return _("Refus contesté : %(title)s") % {"title": self.appeal.title}

    def paragraphs(self):
        return [self.appeal.text]

    def path(self):
        return reverse("admin:reports_appeal_change", args=[self.appeal.pk])


@dataclass(frozen=True)
class AppealAnswered(Message):
    """To the people of the thing: whether the rejection stands, and why."""

    appeal: Appeal
    kind: ClassVar[str] = "reports.appeal_answered"
    why: ClassVar = gettext_lazy("Vous recevez ce message parce que votre organisation a contesté un refus.")

    def title(self):
        return _("%(state)s : %(title)s") % {
            "state": self.appeal.get_status_display(),
            "title": self.appeal.title,
        }

    def paragraphs(self):
        onward = (
            _("Corrigez votre texte, puis envoyez-le de nouveau : rien n'est perdu.")
            if self.appeal.status == AppealStatus.LIFTED
            else _("Cette réponse peut être contestée devant le tribunal administratif, dans les deux mois.")
        )
        return [_("Réponse : %(reason)s") % {"reason": self.appeal.reason}, onward]

    def path(self):
        return KINDS[self.appeal.kind].url(self.appeal.object_pk)
