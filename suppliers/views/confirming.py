"""« Toujours valable ? »: one page, one button."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.core.access import require
from grandest_portal.core.dates import day
from suppliers.actions import confirm_solution
from suppliers.permissions import can_confirm_solution
from suppliers.views.drafting import leave_as_it_is, own_solution


@require_http_methods(["GET", "HEAD", "POST"])
def solution_confirm(request, pk):
    """A mail leads here; the button says that the sheet still holds. Pressed twice, it says so once."""
    solution = own_solution(request, pk)
    if not solution.is_published:
        return leave_as_it_is(request, solution)
    require(can_confirm_solution(request.user, solution))
    page = reverse("suppliers:solution_detail", args=[pk])
    if request.method == "POST":
        confirm_solution(solution, by=request.user)
        messages.success(
            request, _("La fiche « %(title)s » est dite toujours valable.") % {"title": solution}
        )
        return redirect(page)
    context = {
        "solution": solution,
        "since": day(solution.holds_since),
        "crumbs": [
            {"label": _("Mes solutions"), "url": reverse("suppliers:mine")},
            {"label": str(solution), "url": page},
            {"label": _("Toujours valable ?")},
        ],
    }
    return render(request, "suppliers/solution_confirm.html", context)
