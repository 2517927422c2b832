"""How a solution can be bought: the company's statements, and their check by a moderator."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions
from suppliers.actions import change_route, check_route, remove_route, state_route
from suppliers.buying import drawn, table_of, ways_on
from suppliers.forms.routes import RouteCheckForm, RouteForm
from suppliers.models import SolutionRoute
from suppliers.models.routes import STATED
from suppliers.permissions import can_review_solution
from suppliers.views.assessments import own_solution, solution_or_404, typed


def crumbs_of(solution, label):
    here = [
        {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
        {"label": str(solution), "url": reverse("suppliers:solution_detail", args=[solution.pk])},
    ]
    home = reverse("suppliers:routes", args=[solution.pk])
    title = _("Comment l'acheter")
    return [*here, {"label": title, "url": home}, {"label": label}] if label else [*here, {"label": title}]


def route_or_404(solution, pk):
    return get_object_or_404(SolutionRoute.objects.for_list().filter(solution=solution), pk=pk)


@require_safe
def routes(request, pk):
    """Every statement of the company, those that a moderator did not confirm included."""
    solution = own_solution(request, pk)
    rows = SolutionRoute.objects.filter(solution=solution).for_list()
    table = table_of(rows, timezone.localdate())
    context = {"solution": solution, "table": table, "crumbs": crumbs_of(solution, "")}
    return render(request, "suppliers/routes.html", context)


def form_page(request, solution, form, act, *, title, row=None):
    """One statement: said, or said again over what was on screen."""
    version, conflict = request.POST.get("version", mark_of(row, STATED) if row else ""), []
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(
                request, _("C'est enregistré : « non vérifié » tant que la modération ne l'a pas lu.")
            )
            return redirect("suppliers:routes", solution.pk)
        except Conflict as error:
            stored = RouteForm(instance=error.current, ways=ways_on(timezone.localdate()).values())
            conflict, version = both_versions(form, stored), mark_of(error.current, STATED)
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    context = {
        "solution": solution,
        "form": form,
        "title": title,
        "version": version,
        "is_new": row is None,
        "conflict": conflict,
        "crumbs": crumbs_of(solution, title),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "suppliers/route_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def route_add(request, pk):
    solution = own_solution(request, pk)
    form = RouteForm(typed(request), ways=ways_on(timezone.localdate()).values())
    return form_page(
        request,
        solution,
        form,
        lambda data: state_route(solution, data=data, by=request.user),
        title=_("Déclarer une voie d'achat"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def route_edit(request, pk, route):
    solution = own_solution(request, pk)
    row = route_or_404(solution, route)
    form = RouteForm(typed(request), instance=row, ways=ways_on(timezone.localdate()).values())
    return form_page(
        request,
        solution,
        form,
        lambda data: change_route(row, data=data, by=request.user, seen=mark_on(request)),
        title=_("Modifier une voie d'achat"),
        row=row,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def route_remove(request, pk, route):
    solution = own_solution(request, pk)
    row = route_or_404(solution, route)
    if request.method == "POST":
        remove_route(row, by=request.user)
        messages.success(request, _("La déclaration est retirée."))
        return redirect("suppliers:routes", pk)
    title = _("Retirer cette déclaration ?")
    context = {"solution": solution, "each": shown(row), "title": title, "crumbs": crumbs_of(solution, title)}
    return render(request, "suppliers/route_remove.html", context)


def shown(row):
    today = timezone.localdate()
    return drawn(row, ways_on(today).get(row.route), today)


@require_http_methods(["GET", "HEAD", "POST"])
def route_check(request, pk, route):
    """A moderator reads the statement, opens its link, and says what was found."""
    solution = solution_or_404(request, pk)
    require(can_review_solution(request.user, solution))
    row = route_or_404(solution, route)
    form = RouteCheckForm(
        typed(request), initial={"result": row.check_result or None, "note": row.check_note}
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_route(row, **form.cleaned_data, by=request.user, seen=mark_on(request))
            messages.success(request, _("La vérification est enregistrée."))
            return redirect("suppliers:solution_detail", pk)
        except DomainError as error:
            form.refuse(error)
            row = route_or_404(solution, route)
    context = {
        "solution": solution,
        "each": shown(row),
        "form": form,
        "version": mark_of(row, STATED),
        "title": _("Vérifier une voie d'achat"),
        "crumbs": crumbs_of(solution, _("Vérifier"))[:2],
    }
    return render(request, "suppliers/route_check.html", context, status=422 if form.errors else 200)
