"""Planning again at the desk: two buttons, then what the new version changes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from meetings.days import again as planning_again
from meetings.days.again_pages import result_of, state_of
from meetings.days.desk_pages import away_rows
from meetings.days.desk_permissions import can_read_desk, can_run_desk
from meetings.days.desk_views import desk_crumbs
from meetings.days.plan_enums import PlanKind
from meetings.days.registration_views import public_day
from meetings.models import DayPlan


@require_http_methods(["GET", "HEAD", "POST"])
def again(request, pk):
    """What was said, and the two ways to plan again. POST queues one; nothing changes before it is published."""
    day, refusal = public_day(request, pk), ""
    require(can_read_desk(request.user, day))
    if request.method == "POST":
        require(can_run_desk(request.user, day))
        try:
            plan = planning_again.ask_again(
                day, by=request.user, fill_only=request.POST.get("fill_only") == "1"
            )
        except DomainError as error:
            refusal = error.message
        else:
            return redirect("days:again_result", day.pk, plan.number)
    context = {
        "day": day,
        "base": planning_again.holding(day),
        "latest": planning_again.latest_again(day),
        "rows": away_rows(day),
        "runs": can_run_desk(request.user, day),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": desk_crumbs(_("Replanifier"), day),
    }
    return render(request, "meetings/days/again.html", context, status=409 if refusal else 200)


@require_safe
def result(request, pk, number):
    """Where a computation is, then what it changes; publishing has its own page."""
    day = public_day(request, pk)
    require(can_read_desk(request.user, day))
    plan = get_object_or_404(
        DayPlan.objects.select_related("day", "base"), day=day, number=number, kind=PlanKind.AGAIN
    )
    state = state_of(plan)
    shows = state["is_ready"] or state["is_published"]
    context = {
        "day": day,
        "plan": plan,
        **state,
        "result": result_of(plan) if shows else None,
        "fills": bool(plan.changes and plan.changes.get("fill_only")),
        "runs": can_run_desk(request.user, day),
        "crumbs": desk_crumbs(_("Résultat"), day),
    }
    return render(request, "meetings/days/again_result.html", context)
