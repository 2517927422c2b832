"""The booking of a need: its date, its hours and its order, the same page for everybody; announcing it, signing up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.permissions import hat_of, speaking_organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.once import once
from grandest_portal.core.steps import same_hat
from meetings import calls
from meetings.admission.criteria import class_words, criteria_on
from meetings.admission.freed import hours_to_answer
from meetings.equality import invitations_of
from meetings.models import Meeting, Opening
from meetings.openings.forms import CallForm
from meetings.openings.pages import host_words
from meetings.openings.words import pace_words, rule_words
from meetings.permissions import can_invite
from meetings.slots import day_words, moment_words, paris
from meetings.turns import call_of, drawn_order, earliest_opening, free_for_all_on, opening_moment
from meetings.views.reading import typed
from needs.models import Need


def seen_need(request, need_pk):
    needs = Need.objects.visible_to(request.user).select_related("buyer__organisation")
    return get_object_or_404(needs, pk=need_pk)


def found_call(need):
    call = call_of(need)
    if call is None:
        raise Http404
    return call


def company_of(user):
    """The company for which the person speaks, or None."""
    return getattr(speaking_organisation_of(user), "company", None)


def crumbs(need, label):
    return [{"label": str(need), "url": reverse("needs:detail", args=[need.pk])}, {"label": label}]


@require_safe
def call(request, need_pk):
    need = seen_need(request, need_pk)
    return call_page(request, need, found_call(need))


def call_page(request, need, found, refusal="", status=200):
    at, company = timezone.now(), company_of(request.user)
    is_open = at >= opening_moment(found)
    wishes = {each.company_id: each for each in found.wishes.all()}
    own = wishes.get(company.pk) if company is not None else None
    # By a criterion the whole order would tell what each company is: everybody reads their own place alone.
    order = drawn_order(found.secret, wishes) if found.drawn_at and not found.criterion else []
    context = {
        "need": need,
        "call": found,
        "is_open": is_open,
        "opens": day_words(found.opens_on),
        "free_for_all": day_words(free_for_all_on(found)),
        "hours": [{"rule": rule_words(each), "pace": pace_words(each)} for each in in_order(found)],
        "count": len(wishes),
        "own": own,
        "own_class": class_words(found, own.group) if own is not None and found.drawn_at else "",
        "can_join": company is not None and own is None and not is_open and need.is_open,
        "own_offer": offer_to(found, company),
        "offer_hours": hours_to_answer(paris(at).date()),
        "is_company": company is not None,
        # Numbers alone: names would tell competitors who meets the buyer.
        "order": [{"company": pk, "is_own": own is not None and pk == own.company_id} for pk in order],
        "book_url": reverse("meetings:book_at_buyer", args=[need.pk]) if company and is_open else "",
        "can_change": not is_open and can_invite(request.user, need),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(need, _("Réservation des rendez-vous")),
    }
    return render(request, "meetings/call.html", context, status=status)


def offer_to(found, company):
    """The place that is held for the company, if any."""
    rows = Meeting.objects.proposed().filter(place_offer__call=found, company=company)
    meeting = rows.first() if company is not None else None
    if meeting is None:
        return None
    return {
        "url": reverse("meetings:detail", args=[meeting.pk]),
        "until": moment_words(meeting.expires_at),
    }


def in_order(found):
    return sorted(found.openings.all(), key=lambda each: (each.on or each.valid_from, each.opens_at, each.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def announce(request, need_pk):
    need = seen_need(request, need_pk)
    require(can_invite(request.user, need))
    found, at = call_of(need), timezone.now()
    if found is not None and at >= opening_moment(found) and request.method != "POST":
        return redirect("meetings:call", need.pk)
    if found is not None and at >= opening_moment(found):
        refusal = _("La réservation est ouverte : elle ne change plus, pour que chacun ait les mêmes heures.")
        return call_page(request, need, found, refusal, status=409)
    rows = list(Opening.objects.open().for_list().filter(organisation=need.buyer.organisation))
    form = announcing(request, need, found, rows, paris(at).date())
    if request.method == "POST" and form.is_valid() and same_hat(request, hat_of(request.user), form):
        chosen = [each for each in rows if each.pk in form.cleaned_data["openings"]]
        try:
            calls.announce_booking(
                need,
                by=request.user,
                openings=chosen,
                opens_on=form.cleaned_data["opens_on"],
                criterion=form.cleaned_data.get("criterion"),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La réservation est annoncée, aux mêmes conditions pour toutes."))
            return redirect("meetings:call", need.pk)
    context = {
        "form": form,
        "need": need,
        "rows": rows,
        "announced": found,
        "acting": hat_of(request.user),
        "crumbs": crumbs(need, _("Annoncer la réservation")),
    }
    return render(request, "meetings/call_form.html", context, status=422 if form.errors else 200)


def announcing(request, need, found, rows, today):
    """The form: what may be attached, from which date, by which criterion unless one is announced."""
    invited_at = invitations_of(need).values_list("sent_at", flat=True)
    return CallForm(
        typed(request),
        choices=[(each.pk, f"{rule_words(each)} · {host_words(each)}") for each in rows],
        first=earliest_opening(invited_at, today),
        criteria=[] if found else [(each.key, each.text) for each in criteria_on(today)],
        initial=as_announced(found),
    )


def as_announced(found):
    if found is None:
        return {}
    return {"openings": [each.pk for each in found.openings.all()], "opens_on": found.opens_on}


@require_POST
def join(request, need_pk):
    need = seen_need(request, need_pk)
    require(company_of(request.user) is not None)
    found = found_call(need)
    try:
        calls.join_booking(found, by=request.user)
    except DomainError as error:
        return call_page(request, need, found, error.message, status=409)
    messages.success(
        request,
        _("Votre entreprise est inscrite. L'ordre est arrêté le %(day)s.")
        % {"day": day_words(found.opens_on)},
    )
    return redirect("meetings:call", need.pk)
