"""Answering a proposal, and giving a meeting up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.permissions import approved_organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import ReasonForm
from grandest_portal.core.text import clean_text
from grandest_portal.core.transitions import check_transition
from meetings import actions, presentation
from meetings.admission.freed import passes_on
from meetings.checks import answering_side
from meetings.enums import MEETING_TRANSITIONS, MeetingStatus
from meetings.permissions import can_answer, can_cancel
from meetings.slots import slot_words
from meetings.views.reading import crumbs, detail_page, is_cancellable, typed, visible

LONGEST_REASON = 2000
READ_AS_IT_IS = gettext_lazy("L'autre organisation lira votre réponse telle quelle.")


@dataclass(frozen=True)
class Ending:
    """A verb that ends a meeting for a written reason: its action, its page, its question, its name in the trail."""

    run: Callable
    template: str
    question: Any
    label: Any


DECLINE = Ending(
    actions.decline_meeting,
    "meetings/decline.html",
    gettext_lazy("Pourquoi déclinez-vous ?"),
    gettext_lazy("Décliner"),
)
CANCEL = Ending(
    actions.cancel_meeting,
    "meetings/cancel.html",
    gettext_lazy("Pourquoi annulez-vous ?"),
    gettext_lazy("Annuler"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, pk):
    """Accept a slot. Whoever logged in again on the way comes by GET, and chooses on the page of the meeting."""
    if request.method != "POST":
        return redirect("meetings:detail", pk)
    meeting = visible(request, pk)
    require(can_answer(request.user, meeting))
    slot = chosen_slot(meeting, request.POST.get("slot", ""))
    if slot is None:
        return detail_page(request, meeting, _("Choisissez un des créneaux proposés."), status=422)
    try:
        meeting = actions.accept_slot(meeting, slot, by=request.user, **said_of(request))
    except DomainError as error:
        return detail_page(request, visible(request, pk), error.message, status=422)
    messages.success(
        request,
        _("Rendez-vous confirmé : %(slot)s. Les participants reçoivent l'invitation par courriel.")
        % {"slot": slot_words(meeting.starts_at, meeting.ends_at)},
    )
    return redirect("meetings:detail", meeting.pk)


def said_of(request):
    """What the page asks a buyer to say of the other companies, `equal` None where it asks nothing, and of another
    length than theirs."""
    reason, length_reason = (
        clean_text(request.POST.get(name, ""))[:LONGEST_REASON] for name in ("equal_reason", "length_reason")
    )
    equal = (
        {"offered": request.POST["equal"] == "offer", "reason": reason} if "equal" in request.POST else None
    )
    return {"equal": equal, "length_reason": length_reason}


def chosen_slot(meeting, asked):
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return meeting.slots.filter(pk=int(asked)).first()


def answer_refusal(meeting, user):
    """Why a proposal cannot be answered any more, or ""."""
    try:
        check_transition(meeting, MeetingStatus.DECLINED, MEETING_TRANSITIONS)
        answering_side(meeting, user, timezone.now())
    except DomainError as error:
        return error.message
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, pk):
    meeting = visible(request, pk)
    require(can_answer(request.user, meeting))
    refusal = answer_refusal(meeting, request.user)
    return reason_page(request, meeting, refusal, DECLINE)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    meeting = visible(request, pk)
    require(can_cancel(request.user, meeting))
    refusal = "" if is_cancellable(meeting, timezone.now()) else _("Ce rendez-vous ne peut plus être annulé.")
    return reason_page(request, meeting, refusal, CANCEL)


def reason_page(request, meeting, refusal, ending):
    """Ask why, then do it; a meeting that changed meanwhile says so on its page."""
    if refusal:
        return detail_page(request, meeting, refusal, status=409)
    form = ReasonForm(typed(request), label=ending.question, help_text=READ_AS_IT_IS)
    if request.method == "POST" and form.is_valid():
        try:
            ending.run(meeting, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            return detail_page(request, visible(request, meeting.pk), error.message, status=409)
        messages.success(request, _("L'autre organisation est prévenue."))
        return redirect("meetings:detail", meeting.pk)
    other = presentation.other_organisation(meeting, approved_organisation_of(request.user))
    context = {
        "form": form,
        "meeting": meeting,
        "other": other,
        "when": slot_words(meeting.starts_at, meeting.ends_at) if meeting.starts_at else "",
        "passes_on": passes_on(meeting),
        "receives": other == meeting.company.organisation,
        "crumbs": crumbs(ending.label, meeting, other),
    }
    return render(request, ending.template, context, status=422 if form.errors else 200)
