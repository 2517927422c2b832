"""Proposing slots: a company to a buyer, a buyer to a company, either of them in answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.permissions import approved_organisation_of, hat_of, speaking_organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.steps import same_hat
from meetings import actions, presentation
from meetings.booking import offers_for, why_closed
from meetings.checks import check_open, check_pair, check_two_people
from meetings.enums import MeetingSide
from meetings.forms import ProposalForm
from meetings.lengths import usual_length
from meetings.models import Meeting
from meetings.permissions import can_answer, side_of
from meetings.slots import is_shown_twice, moment_words, slot_words
from meetings.views.answering import answer_refusal
from meetings.views.reading import crumbs, detail_page, typed, visible
from needs.models import Need
from suppliers.models import Company, Solution


@require_http_methods(["GET", "HEAD", "POST"])
def propose_to_buyer(request, need_pk):
    """A company proposes slots to the buyer of an open need."""
    need = get_object_or_404(Need.objects.visible_to(request.user).for_list(), pk=need_pk)
    company = getattr(speaking_organisation_of(request.user), "company", None)
    require(company is not None)
    return propose(request, need, company, need.buyer_name)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_to_company(request, need_pk, company_pk):
    """The buyer of an open need proposes slots to a company."""
    need = get_object_or_404(Need.objects.visible_to(request.user).for_list(), pk=need_pk)
    company = company_met(request, need, company_pk)
    return propose(request, need, company, company.organisation)


def company_met(request, need, company_pk):
    """The company that the buyer of the need speaks to; 403 for who does not speak for that buyer."""
    organisation = speaking_organisation_of(request.user)
    require(organisation is not None and need.buyer is not None and need.buyer.organisation == organisation)
    companies = Company.objects.filter(organisation__memberships__status="approved").distinct()
    return get_object_or_404(companies.select_related("organisation"), pk=company_pk)


def propose(request, need, company, other):
    solution = asked_solution(request, company)
    refusal = why_no_proposal(request.user, need, company, solution)
    existing = Meeting.objects.live().filter(need=need, company=company).first()
    form = ProposalForm(typed(request), usual=usual_length(need))
    if (
        request.method == "POST"
        and not refusal
        and not existing
        and form.is_valid()
        and same_hat(request, hat_of(request.user), form)
    ):
        try:
            meeting = actions.propose_meeting(
                need, company, by=request.user, solution=solution, **form.proposal()
            )
        except DomainError as error:
            form.refuse(error)
            existing = Meeting.objects.live().filter(need=need, company=company).first()
        else:
            return sent(request, meeting, other)
    context = {
        "form": form,
        "acting": hat_of(request.user),
        "need": need,
        "other": other,
        "solution": solution,
        "refusal": refusal,
        "existing": existing,
        "own": own_meetings(request.user),
        "book_url": book_url(request.user, need, company, solution) if not refusal and not existing else "",
        "crumbs": crumbs(_("Proposer un rendez-vous")),
    }
    status = 409 if refusal or existing else 422 if form.errors else 200
    return render(request, "meetings/propose.html", context, status=status)


def why_no_proposal(user, need, company, solution):
    """The sentence that refuses any proposal of this pair, or ""."""
    try:
        check_open(need)
        check_pair(need, company, side_of(user, need.buyer, company), solution)
        check_two_people(user, need.buyer, company)
    except DomainError as error:
        return error.message
    return ""


def book_url(user, need, company, solution):
    """Where to choose among the slots that the other side opened; "" when it opened none that is free."""
    side = side_of(user, need.buyer, company)
    at = timezone.now()
    offers = offers_for(need, company, by=user, side=side, at=at)
    if not offers.openings or (
        offers.next_day(offers.today) is None and not why_closed(need, company, side, at)
    ):
        return ""
    if side == MeetingSide.COMPANY:
        address = reverse("meetings:book_at_buyer", args=[need.pk])
    else:
        address = reverse("meetings:book_at_company", args=[need.pk, company.pk])
    return f"{address}?solution={solution.pk}" if solution is not None else address


def asked_solution(request, company):
    """The published solution of the company that `?solution=` names, or None; 404 for anything else."""
    asked = request.GET.get("solution", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(Solution.objects.published(), pk=int(asked), company=company)


def own_meetings(user):
    """The next confirmed meetings of a person, in words, to choose around them."""
    rows = Meeting.objects.upcoming(timezone.now()).filter(participants__user=user)
    return [slot_words(row.starts_at, row.ends_at) for row in rows.order_by("starts_at", "pk")[:10]]


def sent(request, meeting, other):
    messages.success(
        request,
        _("Votre proposition est envoyée à %(other)s. Réponse attendue avant le %(deadline)s.")
        % {"other": other, "deadline": moment_words(meeting.expires_at)},
    )
    if any(is_shown_twice(slot.starts_at) for slot in presentation.current_slots(meeting)):
        messages.warning(
            request,
            _(
                "Une heure que vous avez choisie existe deux fois, à la fin de l'heure d'été : c'est la première."
            ),
        )
    return redirect("meetings:detail", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request, pk):
    """Propose other slots, and another place if need be."""
    meeting = visible(request, pk)
    require(can_answer(request.user, meeting))
    refusal = answer_refusal(meeting, request.user)
    if refusal:
        return detail_page(request, meeting, refusal, status=409)
    usual = usual_length(meeting.need, besides=meeting)
    form = ProposalForm(typed(request), initial=as_proposed(meeting), usual=usual)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.propose_other_slots(meeting, by=request.user, **form.proposal())
        except DomainError as error:
            form.refuse(error)
        else:
            return sent(request, meeting, presentation.organisation_awaited(meeting))
    other = presentation.other_organisation(meeting, approved_organisation_of(request.user))
    context = {
        "form": form,
        "meeting": meeting,
        "other": other,
        "days": presentation.by_day(presentation.current_slots(meeting)),
        "own": own_meetings(request.user),
        "crumbs": crumbs(_("Proposer d'autres créneaux"), meeting, other),
    }
    return render(request, "meetings/counter.html", context, status=422 if form.errors else 200)


def as_proposed(meeting):
    first = presentation.current_slots(meeting)[0]
    minutes = int((first.ends_at - first.starts_at).total_seconds() // 60)
    return {"place_kind": meeting.place_kind, "place": meeting.place, "length": str(minutes)}
