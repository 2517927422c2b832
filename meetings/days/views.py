"""The pages of meeting days: the public list and page; the organiser's list, form, sending and cancelling."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.permissions import approved_organisation_of, hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.forms import ReasonForm
from grandest_portal.core.listing import page_of
from grandest_portal.core.once import once
from grandest_portal.core.steps import both_versions, same_hat, typed_version
from meetings.days import actions, pages
from meetings.days.checks import problems_of
from meetings.days.desk_permissions import can_read_desk
from meetings.days.enums import LIVE_DAY
from meetings.days.forms import DayForm
from meetings.days.limits import day_limits
from meetings.days.permissions import (
    can_cancel_day,
    can_edit_day,
    can_read_organisation,
    can_recall_day,
    has_registration,
    may_organise,
    organiser_of,
    organises,
    registers_for,
)
from meetings.days.plan_permissions import can_read_plans
from meetings.models import Day
from meetings.views.reading import typed


def crumbs(label="", day=None):
    way = [{"label": _("Journées"), "url": reverse("days:list")}]
    if day is not None:
        way.append({"label": str(day), "url": reverse("days:detail", args=[day.pk])})
    if label:
        way.append({"label": label})
    else:
        del way[-1]["url"]
    return way


def day_seen(request, pk):
    return get_object_or_404(Day.objects.visible_to(request.user).for_list(), pk=pk)


@login_not_required
@require_safe
def day_list(request):
    """Days to come by date, then those that are over or cancelled, the latest first."""
    at = timezone.now()
    past = Day.objects.public().exclude(status__in=LIVE_DAY).for_list().order_by("-first_on", "-pk")
    page = page_of(request, past)
    context = {
        "rows": [pages.row_of(day, at) for day in Day.objects.live().for_list()],
        "past": [pages.row_of(day, at) for day in page],
        "page_obj": page,
        "can_organise": may_organise(approved_organisation_of(request.user)),
        "crumbs": [],
    }
    return render(request, "meetings/days/list.html", context)


@require_safe
def own_list(request):
    organisation = approved_organisation_of(request.user)
    require(may_organise(organisation))
    rows = Day.objects.organised_by(request.user).for_list()
    context = {
        "organisation": organisation,
        "rows": [pages.row_of(day, timezone.now()) for day in rows],
        "can_create": organiser_of(request.user) is not None,
        "crumbs": crumbs(_("Organiser")),
    }
    return render(request, "meetings/days/own.html", context)


@login_not_required
@require_safe
def detail(request, pk):
    return day_page(request, day_seen(request, pk))


def day_page(request, day, refusal="", status=200):
    user = request.user
    context = {
        "day": day,
        "state": pages.state_words(day, timezone.now()),
        "tone": pages.TONES.get(day.status, "grey"),
        "facts": pages.facts_of(day),
        "registration": pages.registration_facts(day),
        "slots": pages.slot_lists(day),
        "life": pages.life_of(day),
        "can_edit": can_edit_day(user, day),
        "can_recall": can_recall_day(user, day),
        "can_cancel": can_cancel_day(user, day),
        "shows_reason": can_read_organisation(user, day),
        "reads_agenda": has_registration(approved_organisation_of(user), day),
        "runs": can_read_organisation(user, day) and day.is_public,
        "reads_plans": can_read_plans(user, day),
        "explains": day.plans.ever_public().exists(),
        "reads_desk": can_read_desk(user, day),
        "door": pages.door_of(day, registers_for(user, day), timezone.now()),
        "buyers": pages.buyers_of(day),
        "unlisted": not day.is_public,
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(day=day),
    }
    return render(request, "meetings/days/detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def create(request):
    require(organiser_of(request.user) is not None)
    form = DayForm(typed(request))
    if request.method == "POST" and form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            day = actions.create_day(by=request.user, **form.written())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La journée est enregistrée. Personne d'autre ne la lit encore."))
            return redirect("days:submit", day.pk)
    return form_page(request, form)


def form_page(request, form, day=None, version="", conflict=()):
    context = {
        "form": form,
        "day": day,
        "acting": hat_of(request.user) if day is None else "",
        "version": version,
        "conflict": conflict,
        "back": reverse("days:detail", args=[day.pk]) if day is not None else reverse("days:own"),
        "crumbs": crumbs(_("Modifier"), day) if day is not None else crumbs(_("Organiser une journée")),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "meetings/days/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    day, conflict = day_seen(request, pk), []
    require(can_read_organisation(request.user, day))
    require(can_edit_day(request.user, day))
    form = DayForm(typed(request), day=day)
    version = request.POST.get("version") or day.version
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_day(day, by=request.user, version=typed_version(request), **form.written())
        except Conflict as error:
            conflict = both_versions(form, DayForm(day=error.current))
            version = error.current.version
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La journée est enregistrée."))
            return redirect("days:submit", day.pk)
    return form_page(request, form, day, version, conflict)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, pk):
    """Every answer on one page, what is missing, and the button that sends the day to moderators."""
    day = day_seen(request, pk)
    require(can_edit_day(request.user, day))
    today, refusal = timezone.localdate(), ""
    if request.method == "POST":
        try:
            actions.submit_day(day, by=request.user, version=typed_version(request) or 0)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(
                request, _("La journée est envoyée. La modération la relit, puis elle est annoncée.")
            )
            return redirect("days:detail", day.pk)
    context = {
        "day": day,
        "facts": pages.whole_facts(day),
        "registration": pages.registration_facts(day) + pages.texts_of(day, "requirements"),
        "slots": pages.slot_lists(day),
        "problems": problems_of(day, today, day_limits(today)),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(_("Relire et envoyer"), day),
    }
    return render(request, "meetings/days/submit.html", context, status=409 if refusal else 200)


@require_POST
def recall(request, pk):
    day = day_seen(request, pk)
    require(organises(request.user, day))
    try:
        actions.recall_day(day, by=request.user)
    except DomainError as error:
        return day_page(request, day_seen(request, pk), error.message, status=409)
    messages.success(request, _("La journée est de nouveau un brouillon."))
    return redirect("days:detail", day.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    day = day_seen(request, pk)
    require(can_cancel_day(request.user, day))
    form = ReasonForm(
        typed(request),
        label=_("Raison de l'annulation"),
        help_text=_("Elle est publiée, et envoyée aux organisations inscrites."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_day(day, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La journée est annulée ; les inscrits sont prévenus."))
            return redirect("days:detail", day.pk)
    context = {"day": day, "form": form, "crumbs": crumbs(_("Annuler"), day)}
    return render(request, "meetings/days/cancel.html", context, status=422 if form.errors else 200)
