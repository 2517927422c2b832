from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grandest_portal.core.limits import asks, limited
from grandest_portal.reference import keywords_page, suggestions
from grandest_portal.reference.lookup import look_up


def asks_to_read(request):
    """A search, not what a script asks at each pause of the typing: that has a limit of its own."""
    return asks(request) and not suggestions.asked(request)


@login_not_required
@require_safe
@limited("search", when=asks_to_read)
@limited("suggest", when=suggestions.asked)
def cpv_search(request):
    """Find a CPV code by words or first digits; `?niveau=` keeps one level of the vocabulary."""
    if suggestions.asked(request):
        return suggestions.answer(suggestions.cpv_entries(suggestions.typed_in(request)))
    answer = look_up(request.GET.get("q", ""), request.GET.get("niveau", ""))
    return render(request, "reference/cpv_search.html", {"answer": answer})


@login_not_required
@require_safe
@limited("search", when=asks_to_read)
@limited("suggest", when=suggestions.asked)
def keywords(request):
    """The vocabulary of keywords, by sector or by words."""
    if suggestions.asked(request):
        return suggestions.answer(suggestions.keyword_entries(suggestions.typed_in(request)))
    answer = keywords_page.look_up(request.GET.get("q", ""))
    return render(request, "reference/keywords.html", {"answer": answer})
