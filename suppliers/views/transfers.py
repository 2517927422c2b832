"""Handing a sheet over to another company: the offer, and its answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.dates import day
from grandest_portal.core.errors import DomainError
from grandest_portal.core.once import once
from grandest_portal.core.steps import same_hat
from suppliers.actions import (
    accept_transfer,
    company_at,
    decline_transfer,
    propose_transfer,
    withdraw_transfer,
)
from suppliers.engagements import open_engagements
from suppliers.forms import TransferAnswerForm, TransferForm
from suppliers.models import Solution, SolutionTransfer
from suppliers.permissions import can_answer_transfer, can_transfer_solution, can_withdraw_transfer
from suppliers.views.drafting import own_solution


def crumbs_of(solution, url, last):
    return [
        {"label": _("Mes solutions"), "url": reverse("suppliers:mine")},
        {"label": str(solution), "url": url},
        {"label": last},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@once
def solution_transfer(request, pk):
    """Propose the sheet to the company of a number; what stands in the way is said before anything is typed."""
    solution = own_solution(request, pk)
    require(can_transfer_solution(request.user, solution))
    proposed = solution.transfers.proposed().first()
    if proposed is not None:
        return redirect("suppliers:transfer", proposed.pk)
    form = TransferForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            typed = form.cleaned_data
            taker = company_at(typed["identifier_kind"], typed["identifier"], typed["country"])
            transfer = propose_transfer(solution, taker=taker, by=request.user, note=typed["note"])
            messages.success(request, _("La fiche est proposée à %(company)s.") % {"company": taker})
            return redirect("suppliers:transfer", transfer.pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "solution": solution,
        "form": form,
        "acting": hat_of(request.user),
        "engagements": open_engagements(solution),
        "crumbs": crumbs_of(
            solution, reverse("suppliers:solution_detail", args=[pk]), _("Transmettre la fiche")
        ),
    }
    return render(request, "suppliers/solution_transfer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def transfer(request, pk):
    """The offer, for both companies: one answers, the other may take it back."""
    offer = get_object_or_404(SolutionTransfer.objects.visible_to(request.user).for_list(), pk=pk)
    answers, withdraws = can_answer_transfer(request.user, offer), can_withdraw_transfer(request.user, offer)
    form = TransferAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(answers or withdraws)
        if form.is_valid() and same_hat(request, hat_of(request.user), form):
            try:
                decide(request, offer, form.cleaned_data["reason"], answers=answers)
                return redirect("suppliers:transfer", pk)
            except DomainError as error:
                form.refuse(error)
    visible = Solution.objects.visible_to(request.user).filter(pk=offer.solution_id).exists()
    page = reverse("suppliers:solution_detail", args=[offer.solution_id]) if visible else ""
    context = {
        "offer": offer,
        "since": day(offer.created_at),
        "page": page,
        "form": form,
        "acting": hat_of(request.user),
        "answers": answers,
        "withdraws": withdraws,
        "crumbs": crumbs_of(offer.solution, page, _("Transmission")),
    }
    return render(request, "suppliers/transfer.html", context, status=422 if form.errors else 200)


def decide(request, offer, reason, *, answers):
    """The verb of the button that was pressed; without one, nothing."""
    if answers and "accept" in request.POST:
        accept_transfer(offer, by=request.user)
        messages.success(request, _("La fiche est maintenant celle de votre entreprise."))
    elif answers and "decline" in request.POST:
        decline_transfer(offer, by=request.user, reason=reason)
        messages.success(request, _("Vous avez décliné : la fiche reste où elle est."))
    elif not answers and "withdraw" in request.POST:
        withdraw_transfer(offer, by=request.user)
        messages.success(request, _("La proposition est retirée : la fiche reste la vôtre."))
