"""Saying who was there, and contesting an absence."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.permissions import approved_organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from meetings import presentation
from meetings.permissions import can_say_presence
from meetings.records.contests import contest_absence, contestable, own_attendance
from meetings.records.delays import contest_deadline, saying_deadline
from meetings.records.forms import ContestForm, PresenceForm
from meetings.records.presence import attendances
from meetings.records.saying import say_presence, sayable, saying_side
from meetings.slots import moment_words, slot_words
from meetings.views.reading import crumbs, detail_page, typed, visible


@require_http_methods(["GET", "HEAD", "POST"])
def say(request, pk):
    meeting = visible(request, pk)
    require(can_say_presence(request.user, meeting))
    try:
        side = saying_side(meeting, request.user, timezone.now())
    except DomainError as error:
        return detail_page(request, meeting, error.message, status=409)
    rows = [row for row in attendances(meeting) if sayable(row, side)]
    form = PresenceForm(typed(request), rows=rows, side=side)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = say_presence(meeting, form.said(), by=request.user)
        except DomainError as error:
            return detail_page(request, visible(request, pk), error.message, status=409)
        messages.success(request, _("C'est noté. Les deux organisations le lisent sur cette page."))
        return redirect("meetings:detail", pk)
    context = page_context(request, meeting, _("Dire qui était là"), form)
    context["deadline"] = moment_words(saying_deadline(meeting))
    status = 422 if form.errors else 200
    return render(request, "meetings/records/presence.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def contest(request, pk):
    meeting = visible(request, pk)
    require(own_attendance(meeting, request.user) is not None)
    try:
        row = contestable(meeting, request.user, timezone.now())
    except DomainError as error:
        return detail_page(request, meeting, error.message, status=409)
    form = ContestForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            contest_absence(meeting, by=request.user, **form.cleaned_data)
        except DomainError as error:
            return detail_page(request, visible(request, pk), error.message, status=409)
        messages.success(request, _("Votre contestation est envoyée. D'ici à la décision, rien ne compte."))
        return redirect("meetings:detail", pk)
    context = page_context(request, meeting, _("Contester une absence"), form)
    context["deadline"] = moment_words(contest_deadline(row.other))
    return render(request, "meetings/records/contest.html", context, status=422 if form.errors else 200)


def page_context(request, meeting, label, form):
    other = presentation.other_organisation(meeting, approved_organisation_of(request.user))
    return {
        "form": form,
        "meeting": meeting,
        "other": other,
        "when": slot_words(meeting.starts_at, meeting.ends_at),
        "crumbs": crumbs(label, meeting, other),
    }
