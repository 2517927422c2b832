from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grandest_portal.core.limits import asks, limited
from grandest_portal.reference.lookup import look_up


@login_not_required
@require_safe
@limited("search", when=asks)
def cpv_search(request):
    """Find a CPV code by words or first digits; `?niveau=` keeps one level of the vocabulary."""
    answer = look_up(request.GET.get("q", ""), request.GET.get("niveau", ""))
    return render(request, "reference/cpv_search.html", {"answer": answer})
