"""Changing a published sheet: the same steps, each change public at once; its versions and what differs between two."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.limits import asks, limited
from grandest_portal.core.steps import StepFlow, answers_of, step_page
from grandest_portal.core.versions_page import versions_context
from suppliers.actions import amend_solution
from suppliers.audience import hidden_names, readable_content
from suppliers.forms import SOLUTION_STEPS
from suppliers.models import Solution
from suppliers.permissions import can_amend_solution, can_see_all_versions
from suppliers.versioning import AUDIENCES, FIELDS, REFERENCE_ROWS
from suppliers.views.drafting import own_solution


def flow_of(request, solution):
    """The steps of a published sheet: each leads back to the page that shows every answer."""
    overview = reverse("suppliers:amend", args=[solution.pk])

    def save(data, version):
        return amend_solution(solution, data=data, by=request.user, version=version)

    return StepFlow(
        steps=SOLUTION_STEPS,
        save=save,
        edit_url=lambda _draft, slug: reverse("suppliers:amend_step", args=[solution.pk, slug]),
        check_url=lambda _draft: overview,
        quit_url=overview,
        template="suppliers/amend_step.html",
        crumbs=[
            {"label": _("Mes solutions"), "url": reverse("suppliers:mine")},
            {"label": str(solution), "url": reverse("suppliers:solution_detail", args=[solution.pk])},
            {"label": _("Modifier"), "url": overview},
        ],
        acting=hat_of(request.user),
    )


@require_safe
def solution_amend(request, pk):
    """Every answer of a published sheet, each with the way to change it."""
    solution = own_solution(request, pk)
    require(can_amend_solution(request.user, solution))
    flow = flow_of(request, solution)
    context = {
        "solution": solution,
        "sections": answers_of(flow, solution),
        "crumbs": [*flow.crumbs[:-1], {"label": _("Modifier")}],
    }
    return render(request, "suppliers/amend.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def solution_amend_step(request, pk, step):
    solution = own_solution(request, pk)
    require(can_amend_solution(request.user, solution))
    response = step_page(request, flow_of(request, solution), solution, step)
    if response.status_code == 302:
        messages.success(request, _("C'est enregistré, et visible dès maintenant."))
        return redirect("suppliers:amend", solution.pk)
    return response


@login_not_required
@require_safe
@limited("search", when=asks)
def solution_versions(request, pk):
    """The stored versions, and the difference between two; what the reader may not read of either is not shown."""
    solution = get_object_or_404(Solution.objects.visible_to(request.user).for_list(), pk=pk)

    def hidden(older, newer):
        said = [row.content.get(AUDIENCES, {}) for row in (older, newer)]
        names = hidden_names(request.user, solution, *said)
        return names | {REFERENCE_ROWS} if "references" in names else names

    def readable(content):
        return readable_content(request.user, solution, content)

    everything = can_see_all_versions(request.user, solution)
    context = {
        **versions_context(
            request, solution, FIELDS, public_only=not everything, hidden=hidden, readable=readable
        ),
        "solution": solution,
        "crumbs": [
            {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
            {"label": str(solution), "url": reverse("suppliers:solution_detail", args=[solution.pk])},
            {"label": _("Versions")},
        ],
    }
    return render(request, "suppliers/versions.html", context)
