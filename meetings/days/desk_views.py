"""The desk of a meeting day: who has arrived, pressed from a phone; the code that each person shows."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.listing import clean_address, page_of
from meetings.days import checkin
from meetings.days.desk_lists import LONGEST, STATES, awaited, counts_of, person_row
from meetings.days.desk_pages import away_by_registration
from meetings.days.desk_permissions import can_read_desk, can_run_desk
from meetings.days.permissions import organises
from meetings.days.registration_views import public_day
from meetings.days.views import crumbs
from meetings.models import DayArrival
from meetings.slots import clock_words

PAGE_SIZE = 30
KEPT = ("q", "etat", "page")


def desk_crumbs(label, day):
    """The way to a page below the desk."""
    way = crumbs(_("Accueil"), day)
    way[-1]["url"] = reverse("days:desk", args=[day.pk])
    return [*way, {"label": label}]


def desk_day(request, pk):
    """A day for those who run its desk; 403 for others."""
    day = public_day(request, pk)
    require(organises(request.user, day))
    return day


@require_safe
@clean_address
def desk(request, pk):
    return desk_page(request, public_day(request, pk))


def desk_page(request, day, refusal="", asked=None):
    require(can_read_desk(request.user, day))
    asked = asked if asked is not None else request.GET
    on = checkin.date_at(day, timezone.now())
    state = asked.get("etat", "") if asked.get("etat", "") in STATES else ""
    text = asked.get("q", "")[:LONGEST]
    page = page_of(request, awaited(day, on, text, state), PAGE_SIZE)
    away = away_by_registration(day)
    total, arrived = counts_of(day, on)
    context = {
        "day": day,
        "rows": [person_row(each, away) for each in page],
        "page_obj": page,
        "total": total,
        "arrived": arrived,
        "q": text,
        "state": state,
        "states": [state_link(name, label, text, state) for name, label in STATES.items()],
        "runs": can_run_desk(request.user, day),
        "today": on,
        "hidden": kept(text, state, page.number),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(_("Accueil"), day),
    }
    return render(request, "meetings/days/desk.html", context, status=409 if refusal else 200)


def kept(text, state, number):
    """[{name, value}] of what brings a press back to the same list."""
    values = zip(KEPT, (text, state, number if number > 1 else ""), strict=True)
    return [{"name": name, "value": value} for name, value in values if value]


def state_link(name, label, text, chosen):
    query = urlencode({key: value for key, value in (("q", text), ("etat", name)) if value})
    return {"label": label, "url": f"?{query}", "chosen": name == chosen}


@require_POST
def check_in(request, pk, person_pk):
    return pressed(request, pk, person_pk, checkin.check_in)


@require_POST
def undo(request, pk, person_pk):
    return pressed(request, pk, person_pk, checkin.undo_check_in)


def pressed(request, pk, person_pk, action):
    """Back to the same list, at the person's line."""
    day = desk_day(request, pk)
    person = get_object_or_404(checkin.expected().filter(registration__day=day), pk=person_pk)
    try:
        action(person, by=request.user)
    except DomainError as error:
        return desk_page(request, day, error.message, request.POST)
    query = urlencode({name: request.POST[name] for name in KEPT if request.POST.get(name)})
    return redirect(f"{reverse('days:desk', args=[day.pk])}{'?' * bool(query)}{query}#p{person.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request, code):
    """The page that a code opens: who it is, and the button for those who run the desk. Reading it notes nothing."""
    person = checkin.person_of(code)
    if person is None:
        raise Http404
    day = person.registration.day
    require(organises(request.user, day))
    refusal = ""
    if request.method == "POST":
        action = checkin.undo_check_in if request.POST.get("undo") else checkin.check_in
        try:
            action(person, by=request.user)
        except DomainError as error:
            refusal = error.message
        else:
            return redirect("days:arrival", code)
    on = checkin.date_at(day, timezone.now())
    noted = DayArrival.objects.filter(person=person, on=on).first()
    context = {
        "day": day,
        "person": person,
        "registration": person.registration,
        "noted": _("Arrivée à %(time)s") % {"time": clock_words(noted.arrived_at)} if noted else "",
        "runs": can_run_desk(request.user, day),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": desk_crumbs(_("Arrivée"), day),
    }
    return render(request, "meetings/days/arrival.html", context, status=409 if refusal else 200)


@require_safe
def own_code(request, pk):
    """One's own code, to be shown at the desk; nobody opens that of somebody else."""
    day = public_day(request, pk)
    mine = get_object_or_404(checkin.expected(), registration__day=day, user=request.user)
    context = {
        "day": day,
        "person": mine,
        "image": checkin.qr_image(checkin.address_of(mine)),
        "crumbs": crumbs(_("Mon code d'arrivée"), day),
    }
    return render(request, "meetings/days/own_code.html", context)
