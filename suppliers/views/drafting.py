"""Preparing a solution: its steps, the page that checks the answers, sending, archiving, deleting."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.permissions import approved_organisation_of, hat_of
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.listing import in_state, page_of
from grandest_portal.core.once import typed_token
from grandest_portal.core.seen import marks_of
from grandest_portal.core.steps import StepFlow, answers_of, missing_answers, step_page, trail
from grandest_portal.reference.delays import moderation_promise
from suppliers.actions import (
    archive_solution,
    create_solution,
    delete_solution_draft,
    submit_solution,
    update_solution,
)
from suppliers.enums import SolutionStatus
from suppliers.forms import SOLUTION_STEPS
from suppliers.models import Solution, SolutionTransfer
from suppliers.permissions import (
    can_amend_solution,
    can_archive_solution,
    can_create_solution,
    can_delete_solution,
    can_edit_solution,
    can_prepare_solution,
    can_submit_solution,
    company_of,
)
from suppliers.versioning import KIND, content_of
from suppliers.views.companies import go_register


def flow_of(request, solution=None):
    """How the person goes through the steps of `solution`, or of a new one."""

    def save(data, version):
        if solution is None:
            return create_solution(
                company_of(request.user), data=data, by=request.user, token=typed_token(request)
            )
        return update_solution(solution, data=data, by=request.user, version=version)

    mine = reverse("suppliers:mine")
    return StepFlow(
        steps=SOLUTION_STEPS,
        save=save,
        edit_url=lambda draft, slug: reverse("suppliers:solution_edit", args=[draft.pk, slug]),
        check_url=lambda draft: reverse("suppliers:solution_check", args=[draft.pk]),
        quit_url=mine,
        template="suppliers/step_page.html",
        autosave=True,
        acting=hat_of(request.user),
        token="" if solution else str(uuid.uuid4()),
        crumbs=[
            {"label": _("Mes solutions"), "url": mine},
            {"label": str(solution) if solution else _("Nouvelle solution"), "url": ""},
        ],
    )


def own_solution(request, pk):
    """The solution that the person may prepare: 404 when unseen, 403 when another company's."""
    solution = get_object_or_404(
        Solution.objects.visible_to(request.user).select_related("company", "company__organisation"), pk=pk
    )
    require(can_prepare_solution(request.user, solution))
    return solution


def leave_as_it_is(request, solution):
    """Back to the solution's page: its state changed since the person opened the form."""
    messages.warning(
        request,
        _("Cette action n'est plus possible : l'état de la fiche est maintenant « %(now)s ».")
        % {"now": solution.get_status_display()},
    )
    return redirect("suppliers:solution_detail", solution.pk)


@require_safe
def mine(request):
    """Every solution that the person may prepare, with its state and what to do next."""
    company = company_of(request.user)
    if company is None:
        return go_register(request)
    solutions = Solution.objects.prepared_by(request.user).for_list()
    solutions, chips = in_state(request, solutions, SolutionStatus)
    context = {
        "company": company,
        "chips": chips,
        "page_obj": page_of(request, solutions),
        "waiting": approved_organisation_of(request.user) is None,
        "offers": SolutionTransfer.objects.visible_to(request.user).proposed().for_list(),
        "can_write": can_create_solution(request.user),
    }
    return render(request, "suppliers/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def solution_create(request):
    if company_of(request.user) is None:
        return go_register(request)
    require(can_create_solution(request.user))
    return step_page(request, flow_of(request), None, SOLUTION_STEPS[0].slug)


@require_http_methods(["GET", "HEAD", "POST"])
def solution_edit(request, pk, step):
    solution = own_solution(request, pk)
    if can_amend_solution(request.user, solution):
        return redirect("suppliers:amend", pk)
    if not can_edit_solution(request.user, solution):
        return leave_as_it_is(request, solution)
    return step_page(request, flow_of(request, solution), solution, step)


@require_http_methods(["GET", "HEAD", "POST"])
def solution_check(request, pk):
    """Every answer, what is missing, and the button that sends."""
    solution = own_solution(request, pk)
    if not can_submit_solution(request.user, solution):
        return leave_as_it_is(request, solution)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            submit_solution(solution, by=request.user, seen=request.POST.get("version", ""))
            return redirect("suppliers:solution_submitted", pk)
        except DomainError as error:
            refusal, status = error.message, 422
            if isinstance(error, Conflict):
                solution, status = error.current, 409
    flow = flow_of(request, solution)
    sections = answers_of(flow, solution)
    context = {
        "solution": solution,
        "sections": [each for each in sections if each["begun"] or not each["optional"]],
        "offered": [each for each in sections if each["optional"] and not each["begun"]],
        "references": solution.reference_rows.for_list(),
        "documents": documents_of(KIND, solution.pk).count(),
        "missing": missing_answers(flow, solution),
        "trail": trail(flow, solution),
        "total": len(SOLUTION_STEPS) + 1,
        "crumbs": flow.crumbs,
        "seen": marks_of(content_of(solution)),
        "refusal": refusal,
        "has_errors": bool(refusal),
        "can_delete": can_delete_solution(request.user, solution),
    }
    return render(request, "suppliers/solution_check.html", context, status=status)


@require_safe
def solution_submitted(request, pk):
    """The confirmation: what happens next, until when, under which reference."""
    solution = own_solution(request, pk)
    if solution.status != SolutionStatus.SUBMITTED:
        return redirect("suppliers:solution_detail", pk)
    following = [
        moderation_promise(timezone.localdate()),
        _("Si elle demande un changement, la fiche revient dans « Mes solutions » avec la raison."),
        _("Une fois publiée, la fiche est visible de tous et rapprochée des besoins ouverts."),
    ]
    if solution.company.organisation.verified_at is None:
        following.insert(
            1, _("Votre entreprise est encore en cours de vérification : la publication vient après.")
        )
    return render(
        request, "suppliers/solution_submitted.html", {"solution": solution, "following": following}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def solution_archive(request, pk):
    solution = own_solution(request, pk)
    if solution.status != SolutionStatus.PUBLISHED:
        return leave_as_it_is(request, solution)
    require(can_archive_solution(request.user, solution))
    if request.method == "POST":
        archive_solution(solution, by=request.user)
        messages.success(request, _("La fiche « %(title)s » est archivée.") % {"title": solution})
        return redirect("suppliers:mine")
    return render(request, "suppliers/solution_archive.html", {"solution": solution})


@require_http_methods(["GET", "HEAD", "POST"])
def solution_delete(request, pk):
    solution = own_solution(request, pk)
    if not can_delete_solution(request.user, solution):
        return leave_as_it_is(request, solution)
    if request.method == "POST":
        delete_solution_draft(solution, by=request.user)
        messages.success(request, _("Le brouillon « %(title)s » est supprimé.") % {"title": solution})
        return redirect("suppliers:mine")
    return render(request, "suppliers/solution_delete.html", {"solution": solution})
