"""The organiser's pages of a day's timetables: versions, computation, one version, comparing, moving, publishing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.once import once
from meetings.days import plan_pages, planning
from meetings.days.asking import whole_problem
from meetings.days.comparing import balances, changes_between
from meetings.days.enums import DayStatus
from meetings.days.filling import fill_of
from meetings.days.limits import day_limits
from meetings.days.placing import Board, move_meeting
from meetings.days.plan_enums import WITH_MEETINGS, PlanStatus
from meetings.days.plan_forms import AskForm, MoveForm
from meetings.days.plan_permissions import can_plan, can_read_plans
from meetings.days.plans import figures_of, is_at_work, meetings_with_people, published_plan, versions_of
from meetings.days.views import crumbs, day_seen
from meetings.days.wishes import takes_wishes
from meetings.models import DayPair
from meetings.slots import moment_words, slot_words
from meetings.views.reading import typed

VIEWS = ("tables", "acheteurs")


def way(day, label="", plan=None):
    """The crumbs of a page of timetables."""
    steps = crumbs(_("Plannings"), day)
    if not label:
        return steps
    steps[-1]["url"] = reverse("days:plans", args=[day.pk])
    if plan is not None:
        url = reverse("days:plan", args=[day.pk, plan.number])
        steps.append({"label": _("Version %(number)d") % {"number": plan.number}, "url": url})
    return [*steps, {"label": label}]


def day_read(request, pk):
    """The day, for those who may read its timetables."""
    day = day_seen(request, pk)
    require(can_read_plans(request.user, day))
    return day


def version_read(request, pk, number, among=None):
    """(the day, its version `number`)"""
    day = day_read(request, pk)
    rows = versions_of(day) if among is None else versions_of(day).filter(status__in=among)
    plan = get_object_or_404(rows, number=number)
    plan.day = day
    return day, plan


def refused(sentence):
    return {"errors": [{"text": sentence, "href": ""}] if sentence else [], "has_errors": bool(sentence)}


@require_safe
def plan_list(request, pk):
    day = day_read(request, pk)
    rows, published, writes = plan_pages.rows_of(day), published_plan(day), can_plan(request.user, day)
    # Once the day runs on a timetable, only what is left is computed again, from the desk.
    runs = day.status == DayStatus.RUNNING and published is not None
    context = {
        "day": day,
        "rows": rows,
        "at_work": next((row for row in rows if is_at_work(row["plan"])), None) if writes else None,
        "can_ask": writes and not runs,
        "published": published,
        "crumbs": way(day),
    }
    return render(request, "meetings/days/plans/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def ask(request, pk):
    """How full the day would be, what is kept, and the button that queues the computation."""
    day = day_read(request, pk)
    require(can_plan(request.user, day))
    at, refusal, fill = timezone.now(), "", None
    takes = takes_wishes(day, at)
    form = AskForm(typed(request), day=day, takes_wishes=takes)
    if request.method == "POST" and form.is_valid():
        try:
            plan = planning.ask_plan(day, by=request.user, **form.written())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Le calcul est demandé. Cette page dit où il en est."))
            return redirect("days:plan", day.pk, plan.number)
    try:
        fill = fill_of(whole_problem(day)[0], timezone.localdate(at))
    except DomainError as error:
        refusal = error.message
    context = {
        "day": day,
        "form": form,
        "fill": fill,
        "refusal": refusal,
        "takes": takes,
        "work": day_limits(timezone.localdate(at)).plan_work,
        "crumbs": way(day, _("Calculer")),
    }
    return render(request, "meetings/days/plans/ask.html", context, status=422 if form.errors else 200)


@require_safe
def plan(request, pk, number):
    return version_page(request, *version_read(request, pk, number))


def version_page(request, day, version, refusal="", status=200):
    writes = can_plan(request.user, day)
    shown = request.GET.get("vue")
    shown = shown if shown in VIEWS else VIEWS[0]
    has_meetings = version.status in WITH_MEETINGS
    others = versions_of(day).filter(status__in=WITH_MEETINGS).exclude(pk=version.pk)
    context = {
        "day": day,
        "plan": version,
        "tone": plan_pages.TONES.get(version.status, "grey"),
        "facts": plan_pages.facts_of(version),
        "notes": version.answer.get("notes", []),
        "at_work": is_at_work(version),
        "since": moment_words(version.started_at or version.asked_at),
        "has_meetings": has_meetings,
        "shown": shown,
        "grid": plan_pages.grid_of(version, writes) if has_meetings and shown == VIEWS[0] else None,
        "buyers": plan_pages.buyers_of(version, writes) if has_meetings and shown == VIEWS[1] else [],
        "others": others if has_meetings else [],
        "can_plan": writes,
        "can_publish": writes and version.status == PlanStatus.DRAFT,
        "crumbs": way(day, _("Version %(number)d") % {"number": version.number}),
        **refused(refusal),
    }
    return render(request, "meetings/days/plans/version.html", context, status=status)


@require_POST
def stop(request, pk, number):
    day, version = version_read(request, pk, number)
    require(can_plan(request.user, day))
    try:
        version = planning.stop_plan(version, by=request.user)
    except DomainError as error:
        return version_page(request, *version_read(request, pk, number), error.message, status=409)
    said = _("Le calcul est arrêté.") if version.status == PlanStatus.STOPPED else _("L'arrêt est demandé.")
    messages.success(request, said)
    return redirect("days:plan", day.pk, number)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def move(request, pk, number, pair_pk):
    """Another hour or table for one meeting: where it may go, and why not elsewhere."""
    day, version = version_read(request, pk, number, among=WITH_MEETINGS)
    require(can_plan(request.user, day))
    pair = get_object_or_404(DayPair.objects.filter(meetings__plan=version), pk=pair_pk)
    lines = meetings_with_people(version)
    meeting = next(each for each in lines if each.pair_id == pair.pk)
    board = Board(day, lines, timezone.now())
    form = MoveForm(typed(request), day=day, board=board, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            made = move_meeting(version, pair, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            said = _(
                "La rencontre est déplacée dans une nouvelle version ; la version %(number)d ne change pas."
            )
            messages.success(request, said % {"number": version.number})
            return redirect("days:plan", day.pk, made.number)
    slot = board.slots[meeting.slot]
    context = {
        "day": day,
        "plan": version,
        "meeting": meeting,
        "when": slot_words(slot.starts_at, slot.ends_at),
        "form": form,
        "crumbs": way(day, _("Déplacer"), version),
    }
    return render(request, "meetings/days/plans/move.html", context, status=422 if form.errors else 200)


@require_safe
def compare(request, pk, number):
    """Who gains, who loses, what moves from another version to this one."""
    day, version = version_read(request, pk, number, among=WITH_MEETINGS)
    rows = versions_of(day).filter(status__in=WITH_MEETINGS).exclude(pk=version.pk)
    chosen = request.GET.get("avec", "")
    if chosen.isdecimal() and len(chosen) < 9:
        other = get_object_or_404(rows, number=int(chosen))
    else:
        other = usual_other(rows, version)
    context = {
        "day": day,
        "plan": version,
        "other": other,
        "others": rows,
        **comparison(day, other, version),
        "crumbs": way(day, _("Comparer"), version),
    }
    return render(request, "meetings/days/plans/compare.html", context)


def usual_other(rows, version):
    """The version from which one comes, else the published one, else the latest."""
    found = rows.filter(pk=version.base_id).first() or rows.filter(status=PlanStatus.PUBLISHED).first()
    return found or rows.first()


def comparison(day, old, new):
    """What the pages of a comparison show; `old` may be None."""
    changes = changes_between(old, new)
    companies, buyers = balances(changes), balances(changes, "buyer")
    return {
        "changes": changes,
        "summary": plan_pages.changes_words(changes),
        "sentences": plan_pages.balance_words(companies),
        "companies": companies,
        "buyers": buyers,
        "figures": [
            {
                "label": _("Version %(number)d") % {"number": each.number},
                **plan_pages.figure_words(figures_of(each)),
            }
            for each in (old, new)
            if each is not None
        ],
        **plan_pages.comparison_of(changes, day),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk, number):
    """The comparison with the version that holds, and the button that replaces it."""
    day, version = version_read(request, pk, number)
    require(can_plan(request.user, day))
    old, refusal = published_plan(day), ""
    if request.method == "POST":
        try:
            seen = request.POST.get("compared", "")
            compared = int(seen) if seen.isdecimal() and len(seen) < 9 else None
            planning.publish_plan(version, by=request.user, compared=compared)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("La version %(number)d est publiée.") % {"number": number})
            return redirect("days:plan", day.pk, number)
    elif version.status != PlanStatus.DRAFT:
        return redirect("days:plan", day.pk, number)
    context = {
        "day": day,
        "plan": version,
        "old": old,
        **comparison(day, old, version),
        **refused(refusal),
        "crumbs": way(day, _("Publier"), version),
    }
    return render(request, "meetings/days/plans/publish.html", context, status=409 if refusal else 200)
