"""What the organiser prints of a timetable: agendas, wall lists, badges."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.documents.produce import FORMATS, ProductionError, produce
from grandest_portal.core.limits import by_person, limited
from meetings.days.agenda_files import ask_file
from meetings.days.agenda_prints import BADGES, WALL, badges_document, wall_document
from meetings.days.agenda_views import private
from meetings.days.permissions import can_read_organisation
from meetings.days.views import crumbs, day_seen
from meetings.models import DayAgendaFile, DayPerson


def organised_day(request, pk):
    """(day, published plan or None) for the people of its organiser, readers included."""
    day = day_seen(request, pk)
    require(day.is_public and can_read_organisation(request.user, day))
    plan = day.plans.published().first()
    if plan is not None:
        plan.day = day
    return day, plan


@require_http_methods(["GET", "HEAD", "POST"])
def prints(request, pk):
    """What there is to print; a press asks for the file of all agendas."""
    day, plan = organised_day(request, pk)
    if request.method == "POST":
        if plan is not None:
            ask_file(plan, by=request.user)
        return redirect("days:prints", day.pk)
    return prints_page(request, day, plan)


def prints_page(request, day, plan, failed=False):
    file = DayAgendaFile.objects.defer("content").filter(plan=plan).first() if plan is not None else None
    context = {
        "day": day,
        "plan": plan,
        "file": file,
        "failed": failed,
        "badges": DayPerson.objects.filter(registration__in=day.registrations.admitted()).count(),
        "told": plan.agendas_told.count() if plan is not None else 0,
        "crumbs": crumbs(_("À imprimer"), day),
    }
    return render(request, "meetings/days/prints.html", context, status=503 if failed else 200)


@require_safe
def all_agendas(request, pk):
    """The file that the worker made."""
    day, plan = organised_day(request, pk)
    file = get_object_or_404(DayAgendaFile.objects.exclude(made_at=None), plan=plan)
    return as_pdf(bytes(file.content), f"agendas-{day.reference}-v{plan.number}")


@require_safe
@limited("document", key=by_person)
def wall(request, pk):
    day, plan = organised_day(request, pk)
    plan = get_object_or_404(day.plans.published(), pk=plan.pk if plan else 0)
    plan.day = day
    return printed(request, day, plan, lambda: wall_document(plan), WALL, "affichage")


@require_safe
@limited("document", key=by_person)
def badges(request, pk):
    day, plan = organised_day(request, pk)
    return printed(request, day, plan, lambda: badges_document(day), BADGES, "badges")


def printed(request, day, plan, document, layout, name):
    """The file, or the page with a sentence when it could not be made."""
    try:
        content = produce(document(), "pdf", layout=layout)
    except ProductionError:
        return prints_page(request, day, plan, failed=True)
    return as_pdf(content, f"{name}-{day.reference}")


def as_pdf(content, name):
    return private(HttpResponse(content, content_type=FORMATS["pdf"]), f"{name}.pdf")
