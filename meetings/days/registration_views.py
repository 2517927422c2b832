"""The pages of a registration, those of the organiser about registrations, and how places are given, for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.permissions import approved_organisation_of, hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.steps import both_versions, same_hat, typed_version
from meetings.days import pages, registering
from meetings.days.enums import DayStatus, RegistrationStatus
from meetings.days.hours import registers_at
from meetings.days.limits import day_limits
from meetings.days.permissions import (
    can_read_access,
    can_read_organisation,
    can_write_registration,
    registers_for,
    side_of_organisation,
)
from meetings.days.registration_forms import AbsenceForm, AccessForm, RegistrationForm
from meetings.days.views import crumbs, day_seen
from meetings.models import Day, DayAccess, DayPerson
from meetings.views.reading import typed


def public_day(request, pk):
    return get_object_or_404(Day.objects.public().for_list(), pk=pk)


def own_of(request, day):
    """(the organisation that the person reads for, its registration or None); 403 for those who do not meet."""
    organisation = approved_organisation_of(request.user)
    require(side_of_organisation(organisation) is not None)
    return organisation, day.registrations.for_list().filter(organisation=organisation).first()


@login_not_required
@require_safe
def places(request, pk):
    """The rule, the digest published before, the seed and the order after: no name stands here."""
    day = public_day(request, pk)
    context = {
        "day": day,
        "order": pages.order_shown(day),
        "crumbs": crumbs(_("Attribution des places"), day),
    }
    return render(request, "meetings/days/places.html", context)


@require_safe
def participants(request, pk):
    day = day_seen(request, pk)
    require(day.is_public and can_read_organisation(request.user, day))
    reads_access = can_read_access(request.user, day)
    context = {
        "day": day,
        **pages.participants_of(day),
        "reads_access": reads_access,
        "access": pages.access_rows(day) if reads_access else [],
        "kept_days": day_limits(timezone.localdate()).access_days,
        "crumbs": crumbs(_("Inscriptions"), day),
    }
    return render(request, "meetings/days/participants.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def registration(request, pk):
    """The registration of one's organisation; while the window lasts, the form that makes or changes it."""
    day = public_day(request, pk)
    organisation, own = own_of(request, day)
    writes = registers_for(request.user, day) is not None
    takes = day.status == DayStatus.OPEN and registers_at(day, timezone.now())
    live = own if own is not None and own.status != RegistrationStatus.WITHDRAWN else None
    side = {"day": day, "organisation": organisation, "side": side_of_organisation(organisation)}
    if request.method == "POST":
        require(writes)
    form, conflict = None, []
    version = request.POST.get("version") or (live.version if live else "")
    if writes and (takes or request.method == "POST"):
        form = RegistrationForm(typed(request), registration=live, **side)
    if request.method == "POST" and form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            registering.register(day, by=request.user, version=typed_version(request), **form.written())
        except Conflict as error:
            conflict = both_versions(form, RegistrationForm(registration=error.current, **side))
            version = error.current.version
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("L'inscription est enregistrée."))
            return redirect("days:registration", day.pk)
    context = registration_context(request, day, own, live, form) | {
        "conflict": conflict,
        "version": version,
    }
    status = 409 if conflict else 422 if form is not None and form.errors else 200
    return render(request, "meetings/days/registration.html", context, status=status)


def registration_context(request, day, own, live, form):
    writes = live is not None and can_write_registration(request.user, live)
    return {
        "day": day,
        "own": own,
        "live": live,
        "tone": pages.REGISTRATION_TONES.get(own.status, "mirabelle") if own else "",
        "facts": pages.registration_words(live) if live else [],
        "people": pages.people_rows(live, writes) if live else [],
        "can_withdraw": writes and day.status in (DayStatus.OPEN, DayStatus.CLOSED),
        "says_access": live is not None and live.people.filter(user=request.user).exists(),
        "has_meetings": day.status in (DayStatus.PLANNED, DayStatus.RUNNING, DayStatus.OVER),
        "wishes": writes and live.status == RegistrationStatus.ADMITTED,
        "form": form,
        "acting": hat_of(request.user),
        "crumbs": crumbs(_("Inscription"), day),
    }


def written_registration(request, day):
    """The live registration for which the person writes; 404 without one, 403 for readers."""
    _organisation, own = own_of(request, day)
    own = get_object_or_404(day.registrations.live().for_list(), pk=own.pk if own else 0)
    require(can_write_registration(request.user, own))
    return own


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    day = public_day(request, pk)
    own, refusal = written_registration(request, day), ""
    if request.method == "POST":
        try:
            registering.withdraw(own, by=request.user)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("L'inscription est retirée. La place va à la suite de la liste."))
            return redirect("days:detail", day.pk)
    context = {
        "day": day,
        "own": own,
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(_("Retirer l'inscription"), day),
    }
    return render(request, "meetings/days/withdraw.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request, pk, person_pk):
    day = public_day(request, pk)
    own = written_registration(request, day)
    person = get_object_or_404(own.people.select_related("registration__day", "user"), pk=person_pk)
    form = AbsenceForm(typed(request), person=person)
    if request.method == "POST" and form.is_valid():
        try:
            registering.write_absences(person, slots=form.slots(), by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Les absences sont notées."))
            return redirect("days:registration", day.pk)
    context = {"day": day, "person": person, "form": form, "crumbs": crumbs(_("Absences"), day)}
    return render(request, "meetings/days/absences.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def access(request, pk):
    """What the person who asks needs: their own page, which no colleague opens for them."""
    day = public_day(request, pk)
    mine = DayPerson.objects.select_related("registration__day").filter(registration__day=day)
    person = get_object_or_404(mine, user=request.user, registration__in=day.registrations.live())
    said = DayAccess.objects.filter(person=person).first()
    form = AccessForm(typed(request), initial={"kinds": said.kinds, "words": said.words} if said else {})
    if request.method == "POST" and form.is_valid():
        try:
            registering.write_access(person, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C'est noté. L'organisateur seul le lit."))
            return redirect("days:registration", day.pk)
    context = {
        "day": day,
        "form": form,
        "kept_days": day_limits(timezone.localdate()).access_days,
        "crumbs": crumbs(_("Mes besoins d'accès"), day),
    }
    return render(request, "meetings/days/access.html", context, status=422 if form.errors else 200)
