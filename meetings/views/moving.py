"""Asking to move a confirmed meeting, and answering."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from grandest_portal.accounts.permissions import approved_organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import ReasonForm
from grandest_portal.core.once import once
from meetings import moving, presentation
from meetings.checks import check_open
from meetings.forms import MoveForm
from meetings.lengths import usual_length
from meetings.permissions import can_answer_move, can_cancel
from meetings.slots import moment_words, slot_words
from meetings.views.answering import READ_AS_IT_IS, chosen_slot
from meetings.views.proposing import own_meetings
from meetings.views.reading import crumbs, detail_page, typed, visible


def live_move(meeting):
    return meeting.moves.live().first()


def no_move_page(request, meeting):
    """409: what was answered is no longer asked."""
    refusal = _("Aucun déplacement n'attend de réponse : la demande a été retirée, acceptée ou déclinée.")
    return detail_page(request, meeting, refusal, status=409)


def why_no_move(meeting, user):
    """Why nobody may ask to move this meeting now, or ""."""
    try:
        moving.moving_side(meeting, user, timezone.now())
        check_open(meeting.need)
    except DomainError as error:
        return error.message
    if live_move(meeting) is not None:
        return _("Un déplacement est déjà demandé : répondez-y, ou retirez-le.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@once
def move(request, pk):
    meeting = visible(request, pk)
    require(can_cancel(request.user, meeting))
    refusal = why_no_move(meeting, request.user)
    if refusal:
        return detail_page(request, meeting, refusal, status=409)
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    usual = usual_length(meeting.need, besides=meeting)
    form = MoveForm(typed(request), initial={"length": str(minutes)}, usual=usual)
    other = presentation.other_organisation(meeting, approved_organisation_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            asked = moving.propose_move(meeting, by=request.user, **form.proposal())
        except DomainError as error:
            form.refuse(error)
        else:
            words = {"other": other, "deadline": moment_words(asked.expires_at)}
            messages.success(
                request,
                _("Votre demande est envoyée à %(other)s. Réponse attendue avant le %(deadline)s.") % words,
            )
            return redirect("meetings:detail", meeting.pk)
    context = {
        "form": form,
        "meeting": meeting,
        "other": other,
        "when": slot_words(meeting.starts_at, meeting.ends_at),
        "own": own_meetings(request.user),
        "crumbs": crumbs(_("Demander une autre heure"), meeting, other),
    }
    return render(request, "meetings/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, pk):
    """Accept a new time. Whoever comes by GET chooses on the page of the meeting."""
    if request.method != "POST":
        return redirect("meetings:detail", pk)
    meeting = visible(request, pk)
    require(can_cancel(request.user, meeting))
    asked = live_move(meeting)
    if asked is None:
        return no_move_page(request, meeting)
    require(can_answer_move(request.user, meeting, asked))
    slot = chosen_slot(meeting, request.POST.get("slot", ""))
    if slot is None:
        return detail_page(request, meeting, _("Choisissez un des créneaux proposés."), status=422)
    try:
        meeting = moving.accept_move(asked, slot, by=request.user)
    except DomainError as error:
        return detail_page(request, visible(request, pk), error.message, status=422)
    messages.success(
        request,
        _("Rendez-vous déplacé : %(slot)s. Les participants reçoivent la nouvelle heure par courriel.")
        % {"slot": slot_words(meeting.starts_at, meeting.ends_at)},
    )
    return redirect("meetings:detail", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, pk):
    meeting = visible(request, pk)
    require(can_cancel(request.user, meeting))
    asked = live_move(meeting)
    if asked is None:
        return no_move_page(request, meeting)
    require(can_answer_move(request.user, meeting, asked))
    form = ReasonForm(typed(request), label=_("Pourquoi garder cette heure ?"), help_text=READ_AS_IT_IS)
    if request.method == "POST" and form.is_valid():
        try:
            moving.decline_move(asked, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            return detail_page(request, visible(request, pk), error.message, status=409)
        messages.success(request, _("L'autre organisation est prévenue. Le rendez-vous reste à son heure."))
        return redirect("meetings:detail", meeting.pk)
    other = presentation.other_organisation(meeting, approved_organisation_of(request.user))
    context = {
        "form": form,
        "meeting": meeting,
        "other": other,
        "when": slot_words(meeting.starts_at, meeting.ends_at),
        "crumbs": crumbs(_("Garder l'heure prévue"), meeting, other),
    }
    return render(request, "meetings/move_decline.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request, pk):
    meeting = visible(request, pk)
    require(can_cancel(request.user, meeting))
    asked = live_move(meeting)
    if asked is None:
        return no_move_page(request, meeting)
    require(not can_answer_move(request.user, meeting, asked))
    try:
        moving.withdraw_move(asked, by=request.user)
    except DomainError as error:
        return detail_page(request, visible(request, pk), error.message, status=409)
    messages.success(request, _("La demande est retirée. Le rendez-vous reste à son heure."))
    return redirect("meetings:detail", meeting.pk)
