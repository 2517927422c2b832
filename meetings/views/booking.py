"""Choosing a slot that the other side opened: a company at the buyer's, a buyer at the company's."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.permissions import hat_of, speaking_organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.once import once
from grandest_portal.core.steps import same_hat
from meetings.booking import SlotTaken, book_slot, offers_for, why_closed
from meetings.models import Meeting
from meetings.openings.forms import BookingForm
from meetings.openings.offers import moment_named
from meetings.openings.picker import nearest_days, week_asked, week_page
from meetings.permissions import side_of
from meetings.slots import moment_words, slot_words
from meetings.views.proposing import asked_solution, company_met, own_meetings, why_no_proposal
from meetings.views.reading import crumbs, typed
from needs.models import Need


@require_http_methods(["GET", "HEAD", "POST"])
@once
def book_at_buyer(request, need_pk):
    """A company asks for a slot of the buyer of an open need."""
    need = get_object_or_404(Need.objects.visible_to(request.user).for_list(), pk=need_pk)
    company = getattr(speaking_organisation_of(request.user), "company", None)
    require(company is not None)
    return book(request, need, company, need.buyer_name)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def book_at_company(request, need_pk, company_pk):
    """The buyer of an open need asks for a slot of a company."""
    need = get_object_or_404(Need.objects.visible_to(request.user).for_list(), pk=need_pk)
    company = company_met(request, need, company_pk)
    return book(request, need, company, company.organisation)


def book(request, need, company, other):
    solution = asked_solution(request, company)
    refusal = why_no_proposal(request.user, need, company, solution)
    existing = Meeting.objects.live().filter(need=need, company=company).first()
    form = BookingForm(typed(request))
    context = {
        "form": form,
        "acting": hat_of(request.user),
        "need": need,
        "other": other,
        "solution": solution,
        "refusal": refusal,
        "existing": existing,
        "own": own_meetings(request.user),
        "by_hand": address(request, "propose", need, company, solution),
        "crumbs": crumbs(_("Demander un créneau")),
    }
    waits = why_closed(need, company, side_of(request.user, need.buyer, company), timezone.now())
    context["waits"] = waits if not refusal and not existing else ""
    context["call_url"] = reverse("meetings:call", args=[need.pk]) if context["waits"] else ""
    if context["waits"]:
        status = 409 if request.method == "POST" else 200
        return render(request, "meetings/book.html", {**context, **NO_WEEK}, status=status)
    if refusal or existing:
        return render(request, "meetings/book.html", {**context, **NO_WEEK}, status=409)
    if request.method == "POST" and form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            return booked(request, form, need, company, solution, other)
        except SlotTaken as error:
            return taken_page(request, context, error, company)
        except DomainError as error:
            form.refuse(error)
    context |= shown_week(request, need, company, solution)
    return render(request, "meetings/book.html", context, status=422 if form.errors else 200)


NO_WEEK = {
    "week": "",
    "days": [],
    "before": None,
    "after": None,
    "next_free": None,
    "taken": "",
    "all_weeks": "",
    "has_errors": False,
    "chosen": "",
}


def booked(request, form, need, company, solution, other):
    meeting = book_slot(
        need,
        company,
        form.cleaned_data["slot"],
        by=request.user,
        message=form.cleaned_data["message"],
        solution=solution,
    )
    slot = meeting.slots.get()
    messages.success(
        request,
        _(
            "Votre demande est envoyée à %(other)s. Le créneau est retenu : %(slot)s. Réponse avant le %(deadline)s."
        )
        % {
            "other": other,
            "slot": slot_words(slot.starts_at, slot.ends_at),
            "deadline": moment_words(meeting.expires_at),
        },
    )
    return redirect("meetings:detail", meeting.pk)


def offers_of(request, need, company):
    side = side_of(request.user, need.buyer, company)
    return offers_for(need, company, by=request.user, side=side, at=timezone.now())


def shown_week(request, need, company, solution):
    """The week that the address asks for."""
    offers = offers_of(request, need, company)
    monday = week_asked(request.GET.get("semaine", ""), offers)
    page = week_page(
        offers, monday, lambda monday: address(request, "book", need, company, solution, semaine=monday)
    )
    return NO_WEEK | page | {"chosen": request.POST.get("slot", "")}


def taken_page(request, context, error, company):
    """409: the slot is gone; the nearest that are left can be asked for at once."""
    need, solution = context["need"], context["solution"]
    offers = offers_of(request, need, company)
    wanted = moment_named(context["form"].cleaned_data["slot"]) or offers.at
    context |= NO_WEEK | {
        "taken": error.message,
        "days": nearest_days(offers.nearest(wanted)),
        "all_weeks": address(request, "book", need, company, solution),
        "has_errors": True,
    }
    return render(request, "meetings/book.html", context, status=409)


def address(request, verb, need, company, solution, **query):
    """The page on which this person books at, or proposes to, the other side."""
    if solution is not None:
        query["solution"] = solution.pk
    own = speaking_organisation_of(request.user)
    if own is not None and own.pk == company.organisation_id:
        names = {"book": "meetings:book_at_buyer", "propose": "meetings:propose_to_buyer"}
        base = reverse(names[verb], args=[need.pk])
    else:
        names = {"book": "meetings:book_at_company", "propose": "meetings:propose_to_company"}
        base = reverse(names[verb], args=[need.pk, company.pk])
    return f"{base}?{urlencode(query)}" if query else base
