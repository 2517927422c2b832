"""Lists of meetings, one meeting, its calendar file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.accounts.permissions import approved_organisation_of, can_write, organisation_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.listing import page_of
from meetings import presentation
from meetings.calendar import publication
from meetings.checks import check_answerable
from meetings.enums import MeetingSide, MeetingStatus
from meetings.equality import others_of
from meetings.holding import holds
from meetings.models import EqualTreatment, Meeting
from meetings.occupation import free_among, free_slots
from meetings.permissions import (
    can_answer,
    can_answer_move,
    can_cancel,
    can_download,
    can_move,
    has_meetings,
    side_in,
)
from meetings.records.shown import records_shown
from meetings.slots import moment_words, slot_words
from meetings.zones import own_words


@require_safe
def meeting_list(request):
    """Proposals to answer, coming meetings, and those that are over; the same for both sides."""
    at, organisation = timezone.now(), approved_organisation_of(request.user)
    if organisation is None:
        waiting = organisation_of(request.user) is not None
        return render(request, "meetings/list_empty.html", {"waiting": waiting})
    mine, theirs = presentation.to_answer(organisation)
    page = page_of(request, presentation.past(organisation, at))
    context = {
        "mine": mine,
        "answers": can_write(request.user),
        "theirs": theirs,
        "upcoming": presentation.upcoming(organisation, at),
        "has_openings": has_meetings(organisation),
        "past": presentation.by_week(page.object_list, organisation, at),
        "page_obj": page,
    }
    return render(request, "meetings/list.html", context)


@require_safe
def meeting_detail(request, pk):
    return detail_page(request, visible(request, pk))


@require_safe
def ics(request, pk):
    """The confirmed meeting as a file for a calendar."""
    meeting = visible(request, pk)
    if not can_download(request.user, meeting):
        raise Http404
    return HttpResponse(
        publication(meeting),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rendez-vous.ics"'},
    )


def visible(request, pk):
    return get_object_or_404(Meeting.objects.visible_to(request.user).with_names(), pk=pk)


def typed(request):
    """What was sent, even when nothing was filled in; None on a first visit."""
    return request.POST if request.method == "POST" else None


def crumbs(label, meeting=None, other=None):
    """The way to a page: the list, the meeting that it belongs to, if any, and its own label."""
    way = [{"label": _("Rendez-vous"), "url": reverse("meetings:list")}]
    if meeting is not None:
        way.append({"label": str(other), "url": reverse("meetings:detail", args=[meeting.pk])})
    return [*way, {"label": label}]


def detail_page(request, meeting, refusal="", status=200):
    """The page of one meeting, with the refusal of what was just tried, if any."""
    at, user = timezone.now(), request.user
    slots, answerable, closed = answer_of(meeting, user, at)
    organisation, history = approved_organisation_of(user), presentation.history(meeting)
    other = presentation.other_organisation(meeting, organisation)
    moving = move_of(meeting, user, at)
    context = {
        "meeting": meeting,
        "other": other,
        "moving": moving,
        "can_move": moving is None
        and meeting.need.is_open
        and can_move(user, meeting)
        and meeting.starts_at > at,
        "state": presentation.state_of(meeting, at),
        **when_shown(meeting),
        "deadline": moment_words(meeting.expires_at),
        "proposed": meeting.status == MeetingStatus.PROPOSED,
        "days": presentation.by_day(slots),
        **equality_shown(request, meeting, organisation, answerable),
        "held": meeting.status == MeetingStatus.PROPOSED and holds(meeting),
        "hidden": len(presentation.current_slots(meeting)) - len(slots) if answerable else 0,
        "answerable": answerable,
        "our_turn": presentation.organisation_awaited(meeting) == organisation,
        "closed": closed,
        "people": presentation.people_in(meeting),
        **records_shown(meeting, user, at),
        "ended_by": meeting.organisation_on(meeting.ended_by) if meeting.ended_by else "",
        "history": history,
        "messages_sent": presentation.messages_of(history),
        "can_cancel": is_cancellable(meeting, at) and can_cancel(user, meeting),
        "can_download": can_download(user, meeting),
        "again_url": again_url(meeting, user),
        "errors": [{"text": refusal, "href": anchor_of(answerable, moving)}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(str(other)),
    }
    return render(request, "meetings/detail.html", context, status=status)


def when_shown(meeting):
    """The hour of the meeting, and the reader's own where it differs; both "" while it has none."""
    slot = (meeting.starts_at, meeting.ends_at)
    has_time = meeting.starts_at is not None
    return {"when": slot_words(*slot) if has_time else "", "own_when": own_words(*slot) if has_time else ""}


def equality_shown(request, meeting, organisation, answerable):
    """How many other companies the answer concerns, what was typed of them (offering is proposed first), and what the
    buyer wrote of them."""
    return {
        "others": others_of(meeting, MeetingSide(meeting.awaiting)).count() if answerable else 0,
        "equal": {
            "refused": request.POST.get("equal") == "reason",
            "reason": request.POST.get("equal_reason", ""),
        },
        "equality": equality_of(meeting, organisation),
    }


def equality_of(meeting, organisation):
    """What the buyer wrote of the other companies, for its own people."""
    if meeting.buyer.organisation != organisation or meeting.status == MeetingStatus.PROPOSED:
        return None
    return EqualTreatment.objects.filter(meeting=meeting).first()


def anchor_of(answerable, moving):
    """Where what was refused can be chosen again."""
    if answerable:
        return "#creneaux"
    return "#deplacer" if moving and moving["answerable"] else ""


def answer_of(meeting, user, at):
    """(slots to show, whether the person may answer now, why nobody may): who answers sees what is still free."""
    slots = presentation.current_slots(meeting)
    if meeting.status != MeetingStatus.PROPOSED:
        return slots, False, ""
    try:
        check_answerable(meeting, at)
    except DomainError as error:
        return slots, False, error.message
    if not can_answer(user, meeting):
        return slots, False, ""
    proposer = meeting.participants.filter(side=MeetingSide(meeting.awaiting).other)
    people = [user.pk, *proposer.values_list("user_id", flat=True)]
    return free_slots(meeting, people, at), True, ""


def move_of(meeting, user, at):
    """What the page shows of a wish to move the meeting; None without one."""
    move = meeting.moves.live().first() if meeting.status == MeetingStatus.CONFIRMED else None
    if move is None:
        return None
    slots = presentation.slots_of_move(move)
    answerable = can_answer_move(user, meeting, move) and move.expires_at > at and meeting.need.is_open
    if answerable:
        people = list(meeting.participants.values_list("user_id", flat=True))
        slots = free_among([slot for slot in slots if slot.starts_at > at], meeting, people, at)
    return {
        "days": presentation.by_day(slots),
        "deadline": moment_words(move.expires_at),
        "reason": move.reason,
        "answerable": answerable,
        "ours": meeting.organisation_on(move.side) == approved_organisation_of(user),
        "withdrawable": side_in(user, meeting) == move.side,
    }


def is_cancellable(meeting, at):
    if meeting.status == MeetingStatus.CONFIRMED:
        return meeting.ends_at > at
    return meeting.status == MeetingStatus.PROPOSED


def again_url(meeting, user):
    """Where to propose another meeting once this one ended without taking place."""
    if meeting.status in (MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED) or not meeting.need.is_open:
        return ""
    side = side_in(user, meeting)
    if side is None:
        return ""
    if side == MeetingSide.BUYER:
        return reverse("meetings:propose_to_company", args=[meeting.need_id, meeting.company_id])
    return reverse("meetings:propose_to_buyer", args=[meeting.need_id])
