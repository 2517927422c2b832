"""The first page: what public buyers need now, where, and how a meeting comes about."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from grandest_portal.core.sharing import shared
from grandest_portal.pages import figures
from needs.display import row_of
from needs.models import Need

NEWEST = 3
DESCRIPTION = gettext_lazy(
    "Les besoins d'innovation des acheteurs publics du Grand Est et les solutions des entreprises."
)


@require_safe
@login_not_required
def home(request):
    today, open_needs = timezone.localdate(), figures.open_needs()
    newest = Need.objects.published().for_list().prefetch_related("territories")[:NEWEST]
    context = {
        "share": shared(reverse("pages:home"), settings.SERVICE_NAME, DESCRIPTION),
        "open_count": open_needs["total"],
        "rows": [row_of(need, today) for need in newest],
        "map": open_needs["map"],
        "census": figures.census(),
        "quotation": figures.quotation(today),
    }
    return render(request, "pages/home.html", context)
