"""« Mes favoris »: the organisation's own list, with its notes. Another organisation gets 404."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.permissions import (
    approved_organisation_of,
    hat_of,
    organisation_of,
    speaking_organisation_of,
)
from grandest_portal.core.access import require
from grandest_portal.core.dates import date_words
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.listing import page_of
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions, typed_version
from grandest_portal.core.text import clean_text
from grandest_portal.follow import actions
from grandest_portal.follow.actions import NoteChanged
from grandest_portal.follow.actions.favourites import NAMED
from grandest_portal.follow.forms import FavouriteFilter, FavouriteForm, ListForm
from grandest_portal.follow.kinds import KINDS
from grandest_portal.follow.models import LONGEST_NOTE, Favourite, FavouriteList
from grandest_portal.follow.permissions import can_edit_favourite, can_keep_favourites, can_see_favourites
from grandest_portal.follow.presentation import signature
from grandest_portal.follow.views.rows import kind_or_404, posted, with_things


@require_safe
def my_favourites(request):
    """The organisation's favourites, the latest first; whoever speaks for none reads why there is nothing."""
    if not can_see_favourites(request.user):
        return render(request, "favourites/none.html", {"waiting": organisation_of(request.user) is not None})
    lists = list(FavouriteList.objects.visible_to(request.user).for_list())
    filters = FavouriteFilter(request.GET, lists)
    page = page_of(request, filters.kept(Favourite.objects.readable(request.user)).for_list())
    keeps = can_keep_favourites(request.user)
    hidden = Favourite.objects.hidden(request.user).for_list()
    context = {
        "organisation": approved_organisation_of(request.user),
        "page_obj": page,
        "rows": [
            row | {"favourite": each, "by": signature(each)} for each, row in with_things(page, request.user)
        ],
        "filters": filters,
        "filtered": any(filters.cleaned_data.values()),
        "lists": lists,
        "keeps": keeps,
        "past": [{"favourite": each, "by": signature(each)} for each in hidden[:50]],
        "hidden_count": hidden.count(),
    }
    return render(request, "favourites/mine.html", context)


@require_POST
def add(request, kind, pk):
    """Keep a public thing; 404 for what the person may not read."""
    thing = get_object_or_404(kind_or_404(kind).visible(request.user), pk=pk)
    require(can_keep_favourites(request.user))
    if request.POST.get("acting", hat_of(request.user)) != hat_of(request.user):
        messages.warning(
            request,
            _(
                "Vous n'agissez plus pour la même organisation qu'à l'ouverture de cette page : rien n'a été ajouté."
            ),
        )
        return redirect(KINDS[kind].url(pk))
    try:
        actions.add_favourite(speaking_organisation_of(request.user), kind, pk, by=request.user)
        messages.success(
            request, _("« %(thing)s » est dans les favoris de votre organisation.") % {"thing": thing}
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(KINDS[kind].url(pk))


def title_of(favourite, user):
    """The title of a favourite's thing while it is public."""
    found = with_things([favourite], user)
    return found[0][1]["title"] if found else _("Une page qui n'est plus publique")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """The note and the list; when a colleague wrote meanwhile, both texts are on the page."""
    favourite = Favourite.objects.visible_to(request.user).for_list().filter(pk=pk).first()
    if favourite is None:
        return gone(request)
    require(can_edit_favourite(request.user, favourite))
    version, other = request.POST.get("version") or favourite.version, None
    initial = {"note": favourite.note, "list": favourite.list_id}
    form = FavouriteForm(posted(request), organisation=favourite.organisation, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_favourite(
                favourite,
                note=form.cleaned_data["note"],
                chosen=form.cleaned_data["list"],
                by=request.user,
                version=typed_version(request) or 0,
            )
            messages.success(request, _("Le favori est enregistré."))
            return redirect("favourites:mine")
        except NoteChanged as error:
            form.refuse(error)
            other, version = error.favourite, error.favourite.version
        except DomainError as error:
            form.refuse(error)
    context = {
        "favourite": favourite,
        "title": title_of(favourite, request.user),
        "form": form,
        "version": version,
        "other": other,
        "other_by": other and signature(other),
    }
    return render(request, "favourites/edit.html", context, status=422 if form.errors else 200)


def gone(request):
    """404; a note that was being written for a favourite that a colleague removed is given back."""
    note = clean_text(request.POST.get("note", ""))[: LONGEST_NOTE * 2]
    if not note.strip():
        raise Http404
    return render(request, "favourites/gone.html", {"note": note}, status=404)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, pk):
    """Asked once on a page of its own: the note goes too."""
    favourite = get_object_or_404(Favourite.objects.visible_to(request.user).for_list(), pk=pk)
    require(can_edit_favourite(request.user, favourite))
    if request.method == "POST":
        actions.remove_favourite(favourite)
        messages.success(request, _("Le favori est retiré."))
        return redirect("favourites:mine")
    context = {
        "favourite": favourite,
        "title": title_of(favourite, request.user),
        "by": signature(favourite),
        "day": date_words(localtime(favourite.created_at)),
    }
    return render(request, "favourites/remove.html", context)


@require_POST
def forget_hidden(request):
    require(can_keep_favourites(request.user))
    actions.remove_hidden_favourites(request.user)
    messages.success(request, _("Vos favoris ne gardent que ce qui est public."))
    return redirect("favourites:mine")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def list_create(request):
    require(can_keep_favourites(request.user))
    form = ListForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_list(speaking_organisation_of(request.user), name=form.cleaned_data["name"])
            messages.success(request, _("La liste « %(name)s » est ouverte.") % {"name": made})
            return redirect("favourites:mine")
        except DomainError as error:
            form.refuse(error)
    context = {"form": form, "chosen": None}
    return render(request, "favourites/list_form.html", context, status=422 if form.errors else 200)


def own_list(request, pk):
    """The list that the person may change: 404 when another organisation's, 403 for readers."""
    chosen = get_object_or_404(
        FavouriteList.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    require(can_edit_favourite(request.user, chosen))
    return chosen


@require_http_methods(["GET", "HEAD", "POST"])
def list_rename(request, pk):
    chosen = own_list(request, pk)
    name = chosen.name
    form = ListForm(posted(request), initial={"name": name})
    version, conflict = request.POST.get("version") or mark_of(chosen, NAMED), []
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_list(chosen, name=form.cleaned_data["name"], seen=mark_on(request))
            messages.success(request, _("La liste a changé de nom."))
            return redirect("favourites:mine")
        except Conflict as error:
            conflict = both_versions(form, ListForm(initial={"name": error.current.name}))
            version = mark_of(error.current, NAMED)
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    context = {"form": form, "chosen": chosen, "name": name, "version": version, "conflict": conflict}
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "favourites/list_form.html", context, status=status)


@require_POST
def list_delete(request, pk):
    actions.delete_list(own_list(request, pk))
    messages.success(request, _("La liste est supprimée ; ce qu'elle contenait reste dans vos favoris."))
    return redirect("favourites:mine")
