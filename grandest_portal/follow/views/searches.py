"""« Mes recherches »: what a person saved, its alerts, and the page by which a mail is stopped without logging in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.core.dates import date_words
from grandest_portal.core.errors import DomainError
from grandest_portal.core.listing import page_of
from grandest_portal.follow import actions
from grandest_portal.follow.forms import SearchForm
from grandest_portal.follow.models import SavedSearch
from grandest_portal.follow.presentation import new_counts
from grandest_portal.follow.searches import SEARCHES
from grandest_portal.follow.tokens import searches_of
from grandest_portal.follow.views.rows import posted

LONGEST_GIVEN = 20_000


@require_safe
def my_searches(request):
    """The person's own, by name, with what is new since they last said they had seen the results."""
    own = SavedSearch.objects.of(request.user)
    page = page_of(request, own.filter(kind__in=SEARCHES).for_list())
    counts = new_counts(list(page), timezone.now())
    context = {
        "page_obj": page,
        "rows": [row_of(saved, counts[saved.pk]) for saved in page],
        "alerting": own.alerting().exists(),
        "lists": [{"label": search.label, "url": search.url()} for search in SEARCHES.values()],
    }
    return render(request, "searches/mine.html", context)


def row_of(saved, count):
    search = SEARCHES[saved.kind]
    return {
        "saved": saved,
        "url": search.address(saved.query),
        "list": search.label,
        "frequency": saved.get_frequency_display(),
        "count": count,
        "news": new_text(count),
        "since": _("depuis le %(day)s") % {"day": date_words(localtime(saved.seen_at))},
    }


def new_text(count):
    if not count:
        return _("Rien de nouveau")
    return ngettext("%(count)d nouveau", "%(count)d nouveaux", count) % {"count": count}


@require_POST
def save(request, kind):
    """Save what the list page was showing, then ask for its name and alert."""
    if kind not in SEARCHES:
        raise Http404
    given, search = request.POST.get("query", ""), SEARCHES[kind]
    try:
        if len(given) > LONGEST_GIVEN:
            raise DomainError(
                _("Cette recherche est trop longue pour être enregistrée : retirez des filtres.")
            )
        saved, is_new = actions.save_search(request.user, kind, query_of(given))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(search.url())
    messages.success(
        request,
        _("Recherche enregistrée. Donnez-lui un nom, et choisissez si vous voulez une alerte.")
        if is_new
        else _("Cette recherche était déjà enregistrée."),
    )
    return redirect("searches:edit", saved.pk)


def query_of(given):
    try:
        return QueryDict(given)
    except TooManyFieldsSent:
        raise DomainError(_("Cette recherche ne peut pas être enregistrée : retirez des filtres.")) from None


def own_search(request, pk):
    return get_object_or_404(SavedSearch.objects.of(request.user).filter(kind__in=SEARCHES), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    saved = own_search(request, pk)
    form = SearchForm(posted(request), initial={"name": saved.name, "frequency": saved.frequency})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_search(saved, **form.cleaned_data)
            messages.success(request, _("La recherche est enregistrée."))
            return redirect("searches:mine")
        except DomainError as error:
            form.refuse(error)
    context = {"saved": saved, "form": form, "url": SEARCHES[saved.kind].address(saved.query)}
    return render(request, "searches/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk):
    saved = own_search(request, pk)
    if request.method == "POST":
        actions.delete_search(saved)
        messages.success(request, _("La recherche « %(name)s » est supprimée.") % {"name": saved})
        return redirect("searches:mine")
    return render(request, "searches/delete.html", {"saved": saved})


@require_POST
def seen(request, pk):
    actions.mark_seen(own_search(request, pk))
    return redirect("searches:mine")


@require_POST
def stop_all(request):
    actions.stop_alerts(request.user)
    messages.success(request, _("Vous ne recevrez plus aucune alerte. Vos recherches restent enregistrées."))
    return redirect("searches:mine")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, token):
    """Stop the alerts of one mail. A mail reader sends the POST by itself (RFC 8058), without cookie: the signature is
    the right.

    A scanner that opens the link changes nothing. The page names no search: the mail may have been passed on.
    """
    numbers = searches_of(token)
    if numbers is None:
        return render(request, "searches/leave_unknown.html", status=410)
    if request.method == "POST":
        for pk in numbers:
            actions.stop_alert(pk)
    done = request.method == "POST" or not SavedSearch.objects.alerting().filter(pk__in=numbers).exists()
    return render(request, "searches/leave.html", {"done": done, "several": len(numbers) > 1})
