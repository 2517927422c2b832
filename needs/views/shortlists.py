"""Shortlists: chosen, frozen, read, verified, given as files. For the buyer's people and moderators alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.documents.produce import FORMATS, ProductionError, produce
from grandest_portal.core.errors import DomainError
from grandest_portal.core.exports import as_file, spreadsheet_response
from grandest_portal.core.limits import by_person, limited
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_on
from grandest_portal.core.steps import same_hat
from needs.actions import freeze_shortlist
from needs.forms.shortlists import FreezeForm, ShortlistFilterForm
from needs.matching.bands import bands
from needs.models import Need
from needs.permissions import can_freeze_shortlist, can_see_matches
from needs.shortlists.content import verify
from needs.shortlists.display import band_names, differences, facts_of, figures_of, place_words
from needs.shortlists.files import columns, document_of, json_of, note_of
from needs.shortlists.selection import select, serving_key


def need_or_404(request, pk):
    """A public need, for those who may read its matches."""
    need = get_object_or_404(
        Need.objects.visible_to(request.user).select_related("buyer__organisation"), pk=pk
    )
    require(can_see_matches(request.user, need))
    return need


def shortlist_or_404(request, pk, number):
    """(a frozen list of the need, its lines in their order)"""
    need = need_or_404(request, pk)
    shortlist = get_object_or_404(need.shortlists.for_list(), number=number)
    shortlist.need = need
    return shortlist, list(shortlist.entries.select_related("solution").order_by("rank"))


def crumbs(need, *last):
    """The way to a page of shortlists; `last` holds (label, url), the last one without."""
    return [
        {"label": _("Besoins"), "url": reverse("needs:list")},
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        {"label": _("Correspondances"), "url": reverse("needs:matches", args=[need.pk])},
        *({"label": label, "url": url} if url else {"label": label} for label, url in last),
    ]


def history_crumb(need):
    return (_("Listes courtes"), reverse("needs:shortlists", args=[need.pk]))


def address(name, shortlist):
    return reverse(f"needs:{name}", args=[shortlist.need_id, shortlist.number])


@require_safe
def shortlist_list(request, pk):
    """The numbered lists of a need, the last one first."""
    need = need_or_404(request, pk)
    rows = [
        {
            "shortlist": each,
            "url": reverse("needs:shortlist", args=[need.pk, each.number]),
            "figures": figures_of(each),
        }
        for each in need.shortlists.for_list()
    ]
    context = {
        "need": need,
        "rows": rows,
        "can_freeze": can_freeze_shortlist(request.user, need),
        "crumbs": crumbs(need, (_("Listes courtes"), "")),
    }
    return render(request, "needs/shortlists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def shortlist_freeze(request, pk):
    """Who would be in, who would not and why; then the criterion, and the list is frozen."""
    need = need_or_404(request, pk)
    require(can_freeze_shortlist(request.user, need))
    typed = request.POST if request.method == "POST" else None
    today, mark = timezone.localdate(), mark_on(request)
    filter_form = ShortlistFilterForm(typed or request.GET, bands=bands(today))
    selection = select(need, serving_key(), filter_form.choice(), today)
    form = FreezeForm(typed, rows=selection.kept)
    if form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            shortlist = freeze_shortlist(
                need,
                selection.choice,
                criterion=form.cleaned_data["critere"],
                removed=form.removed(),
                by=request.user,
                mark=mark,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La liste courte est figée. Personne ne peut plus la modifier."))
            return redirect("needs:shortlist", need.pk, shortlist.number)
    context = {
        "need": need,
        "selection": selection,
        "filter_form": filter_form.shown(),
        "hidden": filter_form.hidden(),
        "form": form,
        "acting": hat_of(request.user),
        "mark": selection.mark(),
        "crumbs": crumbs(need, history_crumb(need), (_("Figer une liste courte"), "")),
    }
    return render(request, "needs/shortlist_freeze.html", context, status=422 if form.errors else 200)


@require_safe
def shortlist_detail(request, pk, number):
    return page(request, *shortlist_or_404(request, pk, number))


def page(request, shortlist, entries, *, failed=False):
    need, names = shortlist.need, band_names(timezone.localdate())
    for entry in entries:
        entry.shown_band = names[entry.band]
    before = need.shortlists.filter(number=shortlist.number - 1).first()
    context = {
        "need": need,
        "shortlist": shortlist,
        "figures": figures_of(shortlist),
        "places": place_words(shortlist),
        "facts": facts_of(shortlist, names),
        "kept": [entry for entry in entries if entry.kept],
        "left_out": [entry for entry in entries if not entry.kept],
        "before": before,
        "differences": differences(before, before.entries.order_by("rank"), shortlist, entries)
        if before
        else None,
        "invitations": shortlist.invitations.order_by("sent_at", "pk"),
        "invite_url": reverse("meetings:invite", args=[need.pk, shortlist.number])
        if can_freeze_shortlist(request.user, need) and shortlist.matched
        else "",
        "failed": failed,
        "crumbs": crumbs(need, history_crumb(need), (str(shortlist), "")),
    }
    return render(request, "needs/shortlist.html", context, status=503 if failed else 200)


@require_safe
def shortlist_verify(request, pk, number):
    """The hash computed again, and the texts that changed since."""
    shortlist, _entries = shortlist_or_404(request, pk, number)
    found = verify(shortlist)
    changes = found.need_changed or found.changed or found.withdrawn or found.gone
    context = {
        "need": shortlist.need,
        "shortlist": shortlist,
        "found": found,
        "changes": bool(changes),
        "crumbs": crumbs(
            shortlist.need,
            history_crumb(shortlist.need),
            (str(shortlist), address("shortlist", shortlist)),
            (_("Vérifier"), ""),
        ),
    }
    return render(request, "needs/shortlist_verify.html", context)


def file_name(shortlist):
    return f"liste-courte-{shortlist.need.reference}-{shortlist.number}"


@require_safe
@limited("document", key=by_person)
def shortlist_pdf(request, pk, number):
    """The file, or the page with a sentence when it could not be made."""
    shortlist, entries = shortlist_or_404(request, pk, number)
    names = band_names(timezone.localdate(shortlist.frozen_at))
    try:
        content = produce(document_of(shortlist, entries, names), "pdf")
    except ProductionError:
        return page(request, shortlist, entries, failed=True)
    return private(HttpResponse(content, content_type=FORMATS["pdf"]), f"{file_name(shortlist)}.pdf")


@require_safe
@limited("document", key=by_person)
def shortlist_xlsx(request, pk, number):
    shortlist, entries = shortlist_or_404(request, pk, number)
    names = band_names(timezone.localdate(shortlist.frozen_at))
    note = note_of(shortlist, names)
    response = spreadsheet_response(file_name(shortlist), _("Liste courte"), columns(names), entries, note)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def shortlist_json(request, pk, number):
    shortlist, entries = shortlist_or_404(request, pk, number)
    response = HttpResponse(json_of(shortlist, entries), content_type="application/json; charset=utf-8")
    return private(response, f"{file_name(shortlist)}.json")


def private(response, name):
    response["Cache-Control"] = "private, no-store"
    return as_file(response, name)
