"""The dashboard of moderators: the queues of the desk, oldest first; the decisions are taken in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from grandest_portal.pages.desk.parts import Counter, Section, Task


def moderator_section(request):
    queues = admin.site.queues(request)
    return Section(
        title=_("Modération"),
        tasks=tuple(task_of(queue) for queue in queues if queue["count"]),
        counters=tuple(counter_of(queue) for queue in queues),
        button_url=reverse("admin:index"),
        button=_("Ouvrir le bureau de modération"),
    )


def counter_of(queue):
    label = _("%(queue)s en attente") % {"queue": capfirst(queue["label"])}
    return Counter(queue["count"], label, queue["url"])


def task_of(queue):
    return Task(
        label=_("%(queue)s : décider de la plus ancienne demande") % {"queue": capfirst(queue["label"])},
        url=queue["first_url"],
        status=_("À décider"),
        tone="mirabelle",
        note=_("en attente depuis le %(day)s") % {"day": date_format(localtime(queue["oldest"]), "j F Y")},
    )
