"""Absences, late arrivals and lost tables, said at the desk and taken back there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from meetings.days import desk as desking
from meetings.days.desk_forms import AwayForm, LostTableForm, slots_to_come
from meetings.days.desk_pages import away_rows
from meetings.days.desk_permissions import can_read_desk, can_run_desk
from meetings.days.desk_views import desk_crumbs, desk_day
from meetings.days.registration_views import public_day
from meetings.models import DayAbsence
from meetings.views.reading import typed


@require_safe
def said(request, pk):
    return said_page(request, public_day(request, pk))


def said_page(request, day, refusal="", status=200):
    require(can_read_desk(request.user, day))
    context = {
        "day": day,
        "rows": away_rows(day),
        "runs": can_run_desk(request.user, day),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": desk_crumbs(_("Absences et tables perdues"), day),
    }
    return render(request, "meetings/days/said.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def away(request, pk, registration_pk):
    day = desk_day(request, pk)
    rows = day.registrations.admitted().select_related("organisation", "day")
    registration = get_object_or_404(rows, pk=registration_pk)
    form = AwayForm(typed(request), registration=registration, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            desking.say_away(registration, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C'est noté pour %(name)s.") % {"name": registration.organisation})
            return redirect("days:said", day.pk)
    context = {
        "day": day,
        "registration": registration,
        "form": form,
        "to_come": slots_to_come(day, timezone.now()),
        "crumbs": desk_crumbs(_("Absence ou retard"), day),
    }
    return render(request, "meetings/days/away.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def lost_table(request, pk):
    day = desk_day(request, pk)
    form = LostTableForm(typed(request), day=day, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            desking.say_table_lost(day, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La table perdue est notée."))
            return redirect("days:said", day.pk)
    context = {
        "day": day,
        "form": form,
        "to_come": slots_to_come(day, timezone.now()),
        "crumbs": desk_crumbs(_("Table perdue"), day),
    }
    return render(request, "meetings/days/lost_table.html", context, status=422 if form.errors else 200)


@require_POST
def back(request, pk, absence_pk):
    day = desk_day(request, pk)
    absence = get_object_or_404(DayAbsence, pk=absence_pk, day=day)
    try:
        desking.withdraw_absence(absence, by=request.user)
    except DomainError as error:
        return said_page(request, day, error.message, status=409)
    messages.success(request, _("C'est retiré."))
    return redirect("days:said", day.pk)
