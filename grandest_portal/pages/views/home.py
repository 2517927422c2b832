"""The first page: what public buyers need now, where, and how a meeting comes about."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grandest_portal.pages import figures
from needs.display import row_of
from needs.models import Need

NEWEST = 3


@require_safe
@login_not_required
def home(request):
    today, open_needs = timezone.localdate(), figures.open_needs()
    newest = Need.objects.published().for_list().prefetch_related("territories")[:NEWEST]
    context = {
        "open_count": open_needs["total"],
        "rows": [row_of(need, today) for need in newest],
        "map": open_needs["map"],
        "census": figures.census(),
        "quotation": figures.quotation(today),
    }
    return render(request, "pages/home.html", context)
