"""The dashboard of moderators: the queues of the desk, oldest first; the decisions are taken in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from grandest_portal.core.dates import date_words
from grandest_portal.pages.desk.parts import Counter, Group, Section, Task, filled


def moderator_section(request):
    queues = admin.site.queues(request)
    waiting = tuple(task_of(queue) for queue in queues if queue["count"])
    return Section(
        title=_("Modération"),
        groups=filled(Group("decisions", _("Décisions qui attendent"), waiting, len(waiting))),
        counters=tuple(Counter(queue["count"], capfirst(queue["label"]), queue["url"]) for queue in queues),
        button_url=reverse("admin:index"),
        button=_("Ouvrir le bureau de modération"),
        idle=_("Aucune décision n'attend."),
        idle_url=reverse("needs:list"),
        idle_action=_("Lire les besoins publiés"),
    )


def task_of(queue):
    return Task(
        label=_("%(queue)s : décider de la plus ancienne demande") % {"queue": capfirst(queue["label"])},
        url=queue["first_url"],
        status=_("En retard") if queue["overdue"] else _("À décider"),
        tone="sandstone" if queue["overdue"] else "mirabelle",
        note=_("en attente depuis le %(day)s") % {"day": date_words(localtime(queue["oldest"]))},
    )
