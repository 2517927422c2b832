"""Contesting the rejection of a solution."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.core.access import require
from grandest_portal.core.once import once
from grandest_portal.reports.views import appeal_page
from suppliers.models import Solution
from suppliers.permissions import can_appeal_solution


@require_http_methods(["GET", "POST"])
@once
def solution_appeal(request, pk):
    rows = Solution.objects.visible_to(request.user).select_related("company__organisation")
    solution = get_object_or_404(rows, pk=pk)
    require(can_appeal_solution(request.user, solution))
    back = reverse("suppliers:solution_detail", args=[pk])
    crumbs = [
        {"label": _("Mes solutions"), "url": reverse("suppliers:mine")},
        {"label": str(solution), "url": back},
    ]
    return appeal_page(request, "solution", solution, back, crumbs)
