"""The agenda of the people of a registered organisation, as a page and as files."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.access import require
from grandest_portal.core.documents.produce import FORMATS, ProductionError, produce
from grandest_portal.core.exports import as_file
from grandest_portal.core.limits import by_person, limited
from meetings.days.agenda_calendar import calendar_file
from meetings.days.agenda_lines import agenda_of, lines_for, rows_of, waiting_words
from meetings.days.agenda_prints import SHEETS, agenda_document
from meetings.days.enums import DayStatus
from meetings.days.permissions import can_read_registration
from meetings.days.registration_views import own_of, public_day
from meetings.days.views import crumbs
from meetings.enums import MeetingSide

EVERYBODY = "toutes"


def read_registration(request, day):
    """The live registration whose agendas the person reads; 404 without one, 403 for those who do not meet."""
    _organisation, own = own_of(request, day)
    own = get_object_or_404(day.registrations.live().for_list(), pk=own.pk if own else 0)
    require(can_read_registration(request.user, own))
    own.day = day
    return own


def person_asked(request, own):
    """The DayPerson whose agenda is shown: the one asked for, else the reader's own; None for the organisation."""
    asked, people = request.GET.get("personne", ""), list(own.people.all())
    if asked == EVERYBODY:
        return None
    if asked:
        return get_object_or_404(own.people.all(), pk=asked if asked.isdecimal() and len(asked) < 10 else 0)
    return next((each for each in people if each.user_id == request.user.pk), None)


@require_safe
def agenda(request, pk):
    return agenda_page(request, pk)


def agenda_page(request, pk, failed=False):
    day = public_day(request, pk)
    own = read_registration(request, day)
    plan, person = day.plans.published().first(), person_asked(request, own)
    lines = []
    if plan is not None and day.status != DayStatus.CANCELLED:
        plan.day = day
        lines = shown_lines(own, plan, person)
    context = {
        "day": day,
        "own": own,
        "plan": plan,
        "person": person,
        "is_own": person is not None and person.user_id == request.user.pk,
        "cancelled": day.status == DayStatus.CANCELLED,
        "waiting": "" if plan else waiting_words(own),
        "dates": rows_of(day, lines),
        "count": len(lines),
        "failed": failed,
        "asked": request.GET.urlencode(),
        "several_tables": person is None and own.side == MeetingSide.BUYER and own.tables > 1,
        "choices": choices(day, own, person),
        "crumbs": crumbs(_("Agenda"), day),
    }
    return render(request, "meetings/days/agenda.html", context, status=503 if failed else 200)


def shown_lines(own, plan, person):
    lines = agenda_of(own, plan)
    if person is None:
        return lines
    person.registration = own
    return lines_for(person, lines)


def choices(day, own, person):
    """[{label, url, current}]: each person, and the whole organisation."""
    address = reverse("days:agenda", args=[day.pk])
    rows = [
        {"label": str(each.user), "url": f"{address}?personne={each.pk}", "current": each == person}
        for each in own.people.all()
    ]
    whole = {"label": _("Toute l'organisation"), "url": f"{address}?personne={EVERYBODY}"}
    return [*rows, {**whole, "current": person is None}]


def planned_registration(request, pk):
    """(day, registration, published plan) of somebody who may read an agenda; 404 before there is one."""
    day = public_day(request, pk)
    own = read_registration(request, day)
    plan = get_object_or_404(day.plans.published())
    plan.day = day
    return day, own, plan


@require_safe
def agenda_ics(request, pk):
    """All the meetings of the person who asks, for their own calendar."""
    day, own, plan = planned_registration(request, pk)
    person = get_object_or_404(own.people.all(), user=request.user)
    person.registration = own
    content = calendar_file(person, plan)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    return private(response, f"agenda-{day.reference}.ics")


@require_safe
@limited("document", key=by_person)
def agenda_pdf(request, pk):
    """The sheet of the person asked for, or of the whole organisation; the page with a sentence when it fails."""
    day, own, plan = planned_registration(request, pk)
    person = person_asked(request, own)
    document = agenda_document(own, plan, shown_lines(own, plan, person), person)
    try:
        content = produce(document, "pdf", layout=SHEETS)
    except ProductionError:
        return agenda_page(request, pk, failed=True)
    return private(HttpResponse(content, content_type=FORMATS["pdf"]), f"agenda-{day.reference}.pdf")


def private(response, name):
    response["Cache-Control"] = "private, no-store"
    return as_file(response, name)
