"""Free slots at the desk: the list, the company whose turn it is, or three fields for whoever came."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import PortalForm
from meetings.days import walkins
from meetings.days.checkin import date_at
from meetings.days.desk_limits import desk_limits
from meetings.days.desk_pages import at_slot
from meetings.days.desk_permissions import can_read_desk, can_run_desk
from meetings.days.desk_views import desk_crumbs, desk_day
from meetings.days.gifts import clashing, gifts_of
from meetings.days.hours import slots_of
from meetings.days.outcomes import published_meetings
from meetings.days.registration_views import public_day
from meetings.enums import MeetingSide
from meetings.models import DayWalkIn
from meetings.views.reading import typed


class VisitorForm(PortalForm):
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=160,
        error_messages={"required": gettext_lazy("Écrivez le nom de l'organisation.")},
    )
    person = forms.CharField(
        label=gettext_lazy("Prénom et nom"),
        max_length=160,
        error_messages={"required": gettext_lazy("Écrivez le prénom et le nom.")},
    )
    mail = forms.EmailField(
        label=gettext_lazy("Adresse électronique"),
        error_messages={
            "required": gettext_lazy("Écrivez une adresse électronique."),
            "invalid": gettext_lazy("Écrivez une adresse complète, par exemple nom@exemple.fr."),
        },
    )


@require_safe
def free(request, pk):
    return free_page(request, public_day(request, pk))


def free_page(request, day, refusal=""):
    require(can_read_desk(request.user, day))
    slots, runs = slots_of(day), can_run_desk(request.user, day)
    gifts = list(gifts_of(day))
    clashes = clashing(gifts, published_meetings(day))
    context = {
        "day": day,
        "groups": groups_of(walkins.free_slots(day, timezone.now()), slots),
        "given": [{**gift_row(each, slots), "clash": each.pk in clashes} for each in gifts],
        "runs": runs,
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": desk_crumbs(_("Créneaux libres"), day),
    }
    return render(request, "meetings/days/free.html", context, status=409 if refusal else 200)


def groups_of(free, slots):
    """[{when, rows: [{name, buyer, table, slot}]}] by slot."""
    groups = {}
    for buyer, table, slot, place in free:
        name = str(buyer.organisation)
        if buyer.tables > 1:
            name = _("%(name)s, sa table %(number)d") % {"name": name, "number": table}
        row = {"name": name, "buyer": buyer.pk, "table": table, "slot": slot, "place": place}
        groups.setdefault(slot, []).append(row)
    return [{"when": at_slot(slots, slot), "rows": rows} for slot, rows in groups.items()]


def gift_row(gift, slots):
    if gift.registration_id:
        who = str(gift.registration.organisation)
    elif gift.erased_at:
        who = _("coordonnées effacées")
    else:
        who = f"{gift.organisation} ({gift.person})"
    return {
        "pk": gift.pk,
        "title": _("%(when)s, table %(table)d") % {"when": at_slot(slots, gift.slot), "table": gift.table},
        "words": _("%(buyer)s reçoit %(who)s") % {"buyer": gift.buyer.organisation, "who": who},
    }


def place_of(request, pk, buyer_pk, table, slot):
    """(the day, the buyer) of an address; 404 for a slot or a table that the day does not have."""
    day = desk_day(request, pk)
    buyers = day.registrations.admitted().of_side(MeetingSide.BUYER).select_related("organisation", "day")
    buyer = get_object_or_404(buyers, pk=buyer_pk)
    if not 0 <= slot < len(slots_of(day)) or not 1 <= table <= buyer.tables:
        raise Http404
    return day, buyer


@require_http_methods(["GET", "HEAD", "POST"])
def give(request, pk, buyer_pk, table, slot):
    """One free slot: the company whose turn it is, or the three fields once nobody waits for it."""
    day, buyer = place_of(request, pk, buyer_pk, table, slot)
    form = VisitorForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            walkins.give(buyer, table, slot, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Le créneau est donné."))
            return redirect("days:free", day.pk)
    on = date_at(day, timezone.now())
    context = {
        "day": day,
        "buyer": buyer,
        "table": table,
        "slot": slot,
        "when": at_slot(slots_of(day), slot),
        "first": walkins.next_waiting(day, slot, buyer, on) if on else None,
        "form": form,
        "kept_days": desk_limits(timezone.localdate()).walkin_days,
        "crumbs": desk_crumbs(_("Donner un créneau"), day),
    }
    return render(request, "meetings/days/give.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request, pk, buyer_pk, table, slot):
    """What the company whose turn it is says: yes, or no and the next one is asked."""
    day, buyer = place_of(request, pk, buyer_pk, table, slot)
    waiting = day.registrations.waiting().select_related("organisation", "day")
    text = request.POST.get("registration", "")
    registration = get_object_or_404(waiting, pk=int(text) if text.isdecimal() else 0)
    takes = request.POST.get("answer") == "yes"
    action = walkins.give if takes else walkins.decline
    try:
        action(buyer, table, slot, registration=registration, by=request.user)
    except DomainError as error:
        return free_page(request, day, error.message)
    if not takes:
        return redirect("days:give", day.pk, buyer.pk, table, slot)
    messages.success(request, _("Le créneau est donné à %(name)s.") % {"name": registration.organisation})
    return redirect("days:free", day.pk)


@require_POST
def take_back(request, pk, gift_pk):
    day = desk_day(request, pk)
    gift = get_object_or_404(DayWalkIn.objects.select_related("day", "buyer"), pk=gift_pk, day=day)
    try:
        walkins.take_back(gift, by=request.user)
    except DomainError as error:
        return free_page(request, day, error.message)
    messages.success(request, _("Le créneau est de nouveau libre."))
    return redirect("days:free", day.pk)
