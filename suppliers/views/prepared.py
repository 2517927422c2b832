"""What partners prepared for a company: its people confirm it, correct it or refuse it. Nobody else reads it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.models import Membership
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.listing import page_of
from grandest_portal.core.seen import marks_of
from suppliers.actions import (
    confirm_origin,
    delete_solution_draft,
    missing_answers_of,
    refuse_invitations,
    submit_solution,
)
from suppliers.duplicates import same_unit
from suppliers.forms.imports import DeclineForm
from suppliers.messages import signer
from suppliers.models import ClaimInvitation, Company, Origin
from suppliers.permissions import approved_company_of, can_decide_origin, speaking_company_of
from suppliers.places import served_text
from suppliers.versioning import content_of

# Sheets of other establishments that one page tells.
MOST_TOLD = 50


def waiting_for(user):
    """The origins of the person's company that wait for it."""
    company = approved_company_of(user)
    rows = Origin.objects.waiting().exclude(solution=None)
    return rows.filter(company=company) if company is not None else rows.none()


def elsewhere(user):
    """What waits for another establishment of the person's company, where nobody speaks for it: told, not opened.

    It is confirmed as ever: by people of that establishment, or by a moderator with a proof.
    """
    company = speaking_company_of(user)
    same = (
        same_unit(company.organisation) if company is not None and company.organisation.verified_at else None
    )
    if same is None:
        return []
    others = Company.objects.filter(same).exclude(pk=company.pk)
    others = others.exclude(organisation__in=Membership.objects.live().values("organisation"))
    rows = Origin.objects.waiting().exclude(solution=None).filter(company__in=others).for_list()
    return list(rows.select_related("company__organisation", "partner__organisation", "solution")[:MOST_TOLD])


def origin_or_404(request, pk):
    rows = waiting_for(request.user).select_related(
        "partner__organisation", "solution__company__organisation"
    )
    origin = get_object_or_404(rows, solution=pk)
    require(can_decide_origin(request.user, origin))
    return origin


def crumbs_of(*last):
    mine = {"label": _("Mes solutions"), "url": reverse("suppliers:mine")}
    return [mine, {"label": _("Fiches préparées pour vous"), "url": reverse("suppliers:prepared")}, *last]


@require_safe
def prepared(request):
    """The list, with who prepared each and where they have it from."""
    require(approved_company_of(request.user) is not None)
    rows = waiting_for(request.user).for_list()
    context = {"page_obj": page_of(request, rows), "elsewhere": elsewhere(request.user)}
    return render(request, "suppliers/prepared.html", context)


@require_safe
def prepared_detail(request, pk):
    return page(request, origin_or_404(request, pk), DeclineForm())


def page(request, origin, form, status=200, refusal=""):
    solution = origin.solution
    context = {
        "origin": origin,
        "solution": solution,
        "codes": solution.cpv.for_list(),
        "served": served_text(solution),
        "missing": missing_answers_of(solution),
        "seen": marks_of(content_of(solution)),
        "refusal": refusal,
        "has_errors": bool(refusal),
        "form": form,
        "crumbs": crumbs_of({"label": str(solution), "url": ""}),
    }
    return render(request, "suppliers/prepared_detail.html", context, status=status)


@require_http_methods(["POST"])
def prepared_confirm(request, pk):
    """Take the sheet over; sent at once when nothing is missing, unless the person wants to correct it first."""
    origin, seen = origin_or_404(request, pk), request.POST.get("version", "")
    try:
        if "send" in request.POST and not missing_answers_of(origin.solution):
            # Sending it confirms it.
            submit_solution(origin.solution, by=request.user, seen=seen)
            return redirect("suppliers:solution_submitted", pk)
        confirm_origin(origin.solution, by=request.user, seen=seen)
    except Conflict as error:
        origin.solution = error.current
        return page(request, origin, DeclineForm(), status=409, refusal=error.message)
    except DomainError as error:
        messages.warning(request, error.message)
        return redirect("suppliers:prepared")
    messages.success(request, _("La fiche est la vôtre. Relisez-la, corrigez-la, puis envoyez-la."))
    return redirect("suppliers:solution_check", pk)


@require_http_methods(["POST"])
def prepared_decline(request, pk):
    origin = origin_or_404(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, origin, form, status=422)
    title = str(origin.solution)
    try:
        delete_solution_draft(origin.solution, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("La fiche « %(title)s » est refusée et effacée.") % {"title": title})
    except DomainError as error:
        messages.warning(request, error.message)
    return redirect("suppliers:prepared")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_stop(request, token):
    """No invitation to this address any more. A mail reader sends the POST by itself (RFC 8058), without cookie: the
    signature is the right. A scanner that opens the link changes nothing."""
    try:
        invitation = ClaimInvitation.objects.filter(pk=signer.unsign(token)).first()
    except (BadSignature, ValueError):
        invitation = None
    if invitation is None:
        return render(request, "suppliers/invitation_unknown.html", status=410)
    if request.method == "POST":
        refuse_invitations(invitation)
    done = request.method == "POST" or invitation.refused_at is not None
    return render(request, "suppliers/invitation_stop.html", {"done": done})
