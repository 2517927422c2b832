"""The openings of an organisation: its list, one of them, making, changing, special days, closing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.permissions import approved_organisation_of, hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.once import once
from grandest_portal.core.steps import both_versions, same_hat, typed_version
from meetings.models import Opening, OpeningException
from meetings.openings import actions, pages
from meetings.openings.forms import ExceptionForm, OpeningForm, hosts_for
from meetings.permissions import can_manage_opening, has_meetings, opening_organisation_of
from meetings.views.reading import typed


def own_organisation(request):
    """The buyer or company whose openings the person reads; 403 for others."""
    organisation = approved_organisation_of(request.user)
    require(has_meetings(organisation))
    return organisation


def of_team(request, pk):
    organisation = own_organisation(request)
    rows = Opening.objects.for_list().prefetch_related("exceptions")
    return get_object_or_404(rows, pk=pk, organisation=organisation)


def managed(request, pk):
    opening = of_team(request, pk)
    require(can_manage_opening(request.user, opening))
    return opening


def crumbs(label="", opening=None):
    way = [
        {"label": _("Rendez-vous"), "url": reverse("meetings:list")},
        {"label": _("Ouvertures"), "url": reverse("meetings:openings")},
    ]
    if opening is not None:
        way.append({"label": pages.title_of(opening), "url": reverse("meetings:opening", args=[opening.pk])})
    if label:
        way.append({"label": label})
    else:
        del way[-1]["url"]
    return way


@require_safe
def opening_list(request):
    organisation = own_organisation(request)
    rows = list(Opening.objects.for_list().filter(organisation=organisation))
    context = {
        "organisation": organisation,
        "open": [pages.row_of(each) for each in rows if each.closed_at is None],
        "closed": [pages.row_of(each) for each in rows if each.closed_at is not None],
        "can_open": opening_organisation_of(request.user) is not None,
        "crumbs": crumbs(),
    }
    return render(request, "meetings/openings/list.html", context)


@require_safe
def opening_detail(request, pk):
    return opening_page(request, of_team(request, pk))


def opening_page(request, opening, refusal="", status=200):
    context = {
        "opening": opening,
        "title": pages.title_of(opening),
        "facts": pages.facts_of(opening),
        "days": pages.next_slots(opening, timezone.now()),
        "special": pages.special_days(opening, timezone.localdate()),
        "can_manage": opening.closed_at is None and can_manage_opening(request.user, opening),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(opening=opening),
    }
    return render(request, "meetings/openings/detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def opening_create(request):
    organisation = opening_organisation_of(request.user)
    require(organisation is not None)
    form = OpeningForm(typed(request), hosts=hosts_for(request.user, organisation))
    if request.method == "POST" and form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            opening = actions.open_hours(by=request.user, **host_of(organisation, form), **form.rule())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("L'ouverture est créée : ses créneaux peuvent être demandés."))
            return redirect("meetings:opening", opening.pk)
    context = {
        "form": form,
        "acting": hat_of(request.user),
        "conflict": [],
        "version": "",
        "back": reverse("meetings:openings"),
        "crumbs": crumbs(_("Ouvrir des heures")),
    }
    return render(request, "meetings/openings/form.html", context, status=422 if form.errors else 200)


def host_of(organisation, form):
    """{agent or department: the row} of a valid form."""
    kind, number = form.host_parts()
    if kind == "department":
        return {"department": organisation.departments.filter(pk=number).first()}
    return {"agent": pages.person_of(organisation, number)}


@require_http_methods(["GET", "HEAD", "POST"])
def opening_edit(request, pk):
    opening, conflict = managed(request, pk), []
    if opening.closed_at is not None:
        return opening_page(
            request, opening, _("Cette ouverture est fermée : créez-en une autre."), status=409
        )
    form = OpeningForm(typed(request), opening=opening)
    version = request.POST.get("version") or opening.version
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_opening(opening, by=request.user, version=typed_version(request), **form.rule())
        except Conflict as error:
            conflict = both_versions(form, OpeningForm(opening=error.current))
            version = error.current.version
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("L'ouverture est modifiée. Les rendez-vous déjà demandés ne bougent pas.")
            )
            return redirect("meetings:opening", opening.pk)
    context = {
        "form": form,
        "acting": "",
        "conflict": conflict,
        "version": version,
        "back": reverse("meetings:opening", args=[opening.pk]),
        "crumbs": crumbs(_("Modifier"), opening),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "meetings/openings/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def opening_exception(request, pk):
    """Close a day, or add hours to one."""
    opening = managed(request, pk)
    form = ExceptionForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_exception(opening, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Le jour particulier est noté."))
            return redirect("meetings:opening", opening.pk)
    context = {"form": form, "opening": opening, "crumbs": crumbs(_("Jour particulier"), opening)}
    return render(request, "meetings/openings/exception.html", context, status=422 if form.errors else 200)


@require_POST
def opening_exception_remove(request, pk, exception_pk):
    opening = managed(request, pk)
    exception = get_object_or_404(OpeningException, pk=exception_pk, opening=opening)
    try:
        actions.remove_exception(exception, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Le jour suit de nouveau la règle."))
    return redirect("meetings:opening", opening.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def opening_close(request, pk):
    """A page that asks once more."""
    opening = managed(request, pk)
    if request.method != "POST":
        context = {
            "opening": opening,
            "title": pages.title_of(opening),
            "crumbs": crumbs(_("Fermer"), opening),
        }
        return render(request, "meetings/openings/close.html", context)
    try:
        actions.close_opening(opening, by=request.user)
    except DomainError as error:
        return opening_page(request, managed(request, pk), error.message, status=409)
    messages.success(request, _("L'ouverture est fermée. Les rendez-vous déjà demandés restent."))
    return redirect("meetings:openings")
