"""The map of needs: where they are carried out, in which sectors; the same for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.limits import asks, limited
from grandest_portal.core.listing import clean_address
from grandest_portal.core.sharing import shared
from grandest_portal.reference.map_pages import map_page
from needs.map_counts import numbers
from needs.map_filter import NeedMapFilter
from needs.map_words import words_of
from needs.models import Need


@login_not_required
@require_safe
@clean_address
@limited("search", when=asks)
def need_map(request):
    asked = NeedMapFilter(request.GET, queryset=Need.objects.none())
    held = numbers(asked.data.get("etat", ""), asked.data.get("periode", ""))
    page = map_page(asked, held, reverse("needs:list"))
    crumbs = [{"label": _("Besoins"), "url": reverse("needs:list")}, {"label": _("Carte")}]
    context = {**page, "words": words_of(page), "here": reverse("needs:map"), "crumbs": crumbs}
    context["share"] = shared(context["here"], _("La carte des besoins"))
    return render(request, "components/map_page.html", context)
