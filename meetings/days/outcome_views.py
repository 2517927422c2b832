"""What became of each meeting: at the desk, and for the two sides; contested in one sentence."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.permissions import approved_organisation_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import PortalForm
from meetings.days import feedback, outcome_pages, outcomes
from meetings.days.desk_permissions import can_read_desk
from meetings.days.desk_views import desk_crumbs
from meetings.days.permissions import organises
from meetings.days.plan_enums import Outcome
from meetings.days.registration_views import own_of, public_day
from meetings.days.views import crumbs
from meetings.models import DayFeedback, DayPair
from meetings.views.reading import typed


class ContestForm(PortalForm):
    words = forms.CharField(
        label=gettext_lazy("Ce qui s'est passé, en une phrase"),
        max_length=300,
        help_text=gettext_lazy("L'organisateur seul la lit, et décide. L'autre organisation ne la voit pas."),
        error_messages={"required": gettext_lazy("Écrivez une phrase.")},
    )


@require_safe
def at_desk(request, pk):
    return desk_page(request, public_day(request, pk), request.GET.get("creneau", ""))


def desk_page(request, day, asked, refusal=""):
    require(can_read_desk(request.user, day))
    at = timezone.now()
    begun = outcome_pages.begun_slots(day, at)
    slot = outcome_pages.chosen_slot(asked, begun)
    context = {
        "day": day,
        "begun": [{"number": number, "words": words, "chosen": number == slot} for number, words in begun],
        "slot": slot,
        "rows": outcome_pages.desk_rows(day, slot) if slot is not None else [],
        "marks": organises(request.user, day) and outcomes.takes_outcomes(day, at),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": desk_crumbs(_("Issue des rencontres"), day),
    }
    return render(request, "meetings/days/outcomes.html", context, status=409 if refusal else 200)


@require_safe
def ours(request, pk):
    return own_page(request, public_day(request, pk))


def own_page(request, day, refusal=""):
    organisation, own = own_of(request, day)
    require(own is not None)
    at = timezone.now()
    context = {
        "day": day,
        "rows": outcome_pages.own_rows(day, organisation, request.user, at),
        "gifts": outcome_pages.gifts_to(day, organisation),
        "takes_feedback": feedback.takes_feedback(day, at),
        "takes": outcomes.takes_outcomes(day, at),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
        "crumbs": crumbs(_("Nos rencontres"), day),
    }
    return render(request, "meetings/days/our_meetings.html", context, status=409 if refusal else 200)


def pair_of(day, pk):
    return get_object_or_404(DayPair.objects.select_related("day"), pk=pk, day=day)


@require_POST
def mark_at_desk(request, pk, pair_pk):
    day = public_day(request, pk)
    require(organises(request.user, day))
    slot = request.POST.get("creneau", "")
    try:
        outcomes.mark(
            pair_of(day, pair_pk), known(request.POST.get("outcome")), by=request.user, as_organiser=True
        )
    except DomainError as error:
        return desk_page(request, day, slot, error.message)
    return redirect(
        f"{reverse('days:outcomes', args=[day.pk])}?creneau={slot if slot.isdecimal() else ''}#r{pair_pk}"
    )


@require_POST
def mark_ours(request, pk, pair_pk):
    day = public_day(request, pk)
    pair = own_pair(request, day, pair_pk)
    try:
        outcomes.mark(pair, known(request.POST.get("outcome")), by=request.user)
    except DomainError as error:
        return own_page(request, day, error.message)
    return redirect(f"{reverse('days:our_meetings', args=[day.pk])}#r{pair_pk}")


def known(text):
    if text not in Outcome.values:
        raise DomainError(_("Choisissez ce que la rencontre est devenue."))
    return text


def own_pair(request, day, pair_pk):
    """A pair of the organisation for which the person speaks; 404 for those of others, 403 for readers."""
    organisation = approved_organisation_of(request.user)
    meetings = outcomes.published_meetings(day).filter(pair=pair_pk)
    meeting = get_object_or_404(meetings)
    sides = {meeting.buyer.organisation_id, meeting.company.organisation_id}
    get_object_or_404(meetings, pk=meeting.pk if organisation and organisation.pk in sides else 0)
    require(outcomes.side_of(request.user, meeting) is not None)
    return meeting.pair


@require_http_methods(["GET", "HEAD", "POST"])
def contest(request, pk, pair_pk):
    day = public_day(request, pk)
    pair = own_pair(request, day, pair_pk)
    form = ContestForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            outcomes.contest(pair, form.cleaned_data["words"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C'est écrit : l'organisateur le lira."))
            return redirect("days:our_meetings", day.pk)
    context = {
        "day": day,
        "pair": pair,
        "form": form,
        "crumbs": crumbs(_("Contester"), day),
    }
    return render(request, "meetings/days/contest.html", context, status=422 if form.errors else 200)


class FeedbackForm(PortalForm):
    """The two questions in the words that hold today."""

    useful = forms.TypedChoiceField(
        choices=[
            (1, gettext_lazy("1 – Pas utile")),
            (2, gettext_lazy("2 – Peu utile")),
            (3, gettext_lazy("3 – Utile")),
            (4, gettext_lazy("4 – Très utile")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Répondez de 1 à 4.")},
    )
    follow_up = forms.TypedChoiceField(
        choices=[("oui", gettext_lazy("Oui")), ("non", gettext_lazy("Non"))],
        coerce=lambda text: text == "oui",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Répondez oui ou non.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Précision"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, said=None, on, **kwargs):
        initial = {}
        if said is not None:
            initial = {
                "useful": said.useful,
                "follow_up": "oui" if said.follow_up else "non",
                "words": said.words,
            }
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("useful", "follow_up"):
            self.fields[name].label = (
                feedback.question(name, on) or DayFeedback._meta.get_field(name).verbose_name
            )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk, pair_pk):
    day = public_day(request, pk)
    pair = own_pair(request, day, pair_pk)
    meeting = outcomes.published_meetings(day).get(pair=pair)
    said = pair.feedback.filter(side=outcomes.side_of(request.user, meeting)).first()
    form = FeedbackForm(typed(request), said=said, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            feedback.write_feedback(pair, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Votre avis est enregistré. Merci."))
            return redirect("days:our_meetings", day.pk)
    context = {"day": day, "form": form, "crumbs": crumbs(_("Avis sur une rencontre"), day)}
    return render(request, "meetings/days/feedback.html", context, status=422 if form.errors else 200)
