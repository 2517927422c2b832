"""Requests to read what a company gives on request, on its dashboard."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandest_portal.core.dates import day
from grandest_portal.pages.desk.parts import Group, Task
from suppliers.audience import requests_waiting

# Each sheet has its own list of requests: the dashboard draws all that wait.
MOST_REQUESTS = 100


def access_due(company):
    """The Group of the requests that wait for the company's yes or no, the oldest first."""
    rows = requests_waiting(company).select_related("organisation", "solution")
    tasks = tuple(
        Task(
            label=_("Répondre à %(name)s") % {"name": row.organisation},
            url=reverse("suppliers:access_decide", args=[row.solution_id, row.pk]),
            status=_("Réponse attendue"),
            tone="mirabelle",
            note=_("demandée le %(day)s · solution\u00a0: %(solution)s")
            % {"day": day(row.created_at), "solution": row.solution},
        )
        for row in rows.order_by("created_at", "pk")[:MOST_REQUESTS]
    )
    title = ngettext(
        "%(count)d demande d'accès attend votre réponse",
        "%(count)d demandes d'accès attendent votre réponse",
        len(tasks),
    )
    note = _("Un acheteur demande à lire ce que vous donnez sur demande. Il attend votre oui ou votre non.")
    return Group("demandes-d-acces", title % {"count": len(tasks)}, tasks, len(tasks), note)
