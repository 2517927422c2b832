"""The map of solutions: where they can be delivered, in which sectors; the same for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.limits import asks, limited
from grandest_portal.core.sharing import shared
from grandest_portal.reference.map_pages import map_page
from suppliers.map_counts import numbers
from suppliers.map_filter import SolutionMapFilter
from suppliers.map_words import words_of
from suppliers.models import Solution


@login_not_required
@require_safe
@limited("search", when=asks)
def solution_map(request):
    asked = SolutionMapFilter(request.GET, queryset=Solution.objects.none())
    page = map_page(asked, numbers(), reverse("suppliers:solution_list"), wide_everywhere=True)
    crumbs = [{"label": _("Solutions"), "url": reverse("suppliers:solution_list")}, {"label": _("Carte")}]
    context = {**page, "words": words_of(page), "here": reverse("suppliers:solution_map"), "crumbs": crumbs}
    context["share"] = shared(context["here"], _("La carte des solutions"))
    return render(request, "components/map_page.html", context)
