"""The events in the life of a published need: one small page each, for its buyer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from grandest_portal.core.access import require
from grandest_portal.core.dates import day
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions
from grandest_portal.core.transitions import can_become, check_transition
from grandest_portal.reference.models import Threshold, Wording
from needs.actions import (
    CONSULTATION_TEXT,
    abandon_need,
    award_need,
    close_need,
    correct_consultation,
    launch_consultation,
    record_direct_purchase,
    unaward_need,
)
from needs.enums import NEED_TRANSITIONS, NeedStatus
from needs.forms import (
    AbandonForm,
    AwardForm,
    CloseForm,
    ConsultationForm,
    CorrectionForm,
    DirectPurchaseForm,
    EarlyEndForm,
    UnawardedForm,
)
from needs.models import Need
from needs.permissions import can_manage_need

SMALL_PURCHASES = {
    "achat_innovant": gettext_lazy("Achat innovant"),
    "dispense_fournitures_services": gettext_lazy("Fournitures et services de faible montant"),
    "dispense_travaux": gettext_lazy("Travaux de faible montant"),
}


@dataclass(frozen=True)
class Event:
    """One thing that the buyer may say: its address name, the state it leads to, its page and its words."""

    name: str
    target: NeedStatus
    run: Callable
    form_class: type
    title: Any
    intro: Any
    button: Any
    done: Any
    # Where it changes no state: the only states in which it may be said.
    sources: frozenset = frozenset()

    def fits(self, need):
        return (
            need.status in self.sources
            if self.sources
            else can_become(need.status, self.target, NEED_TRANSITIONS)
        )


CLOSE = Event(
    "needs:close",
    NeedStatus.CLOSED,
    close_need,
    CloseForm,
    gettext_lazy("Clore les échanges"),
    gettext_lazy(
        "Les entreprises ne pourront plus proposer de rendez-vous sur ce besoin. Sa page reste publique. "
        "Les échanges clos ne se rouvrent pas."
    ),
    gettext_lazy("Clore les échanges maintenant"),
    gettext_lazy("Les échanges sont clos. Dites la suite dès qu'elle est connue."),
)
CONSULTATION = Event(
    "needs:launch_consultation",
    NeedStatus.CONSULTATION,
    launch_consultation,
    ConsultationForm,
    gettext_lazy("Annoncer la consultation"),
    gettext_lazy(
        "La consultation est publiée sur votre profil d'acheteur : ce portail y mène, aucune offre n'est reçue ici. "
        "Si les échanges sont encore ouverts, ils se ferment."
    ),
    gettext_lazy("Annoncer la consultation"),
    gettext_lazy("La page du besoin mène maintenant à la consultation."),
)
DIRECT_PURCHASE = Event(
    "needs:direct_purchase",
    NeedStatus.DIRECT_PURCHASE,
    record_direct_purchase,
    DirectPurchaseForm,
    gettext_lazy("Annoncer un achat direct"),
    gettext_lazy(
        "Un achat sans publicité ni mise en concurrence se motive. Le fondement et les raisons sont publiés."
    ),
    gettext_lazy("Publier cet achat direct"),
    gettext_lazy("L'achat direct et ses raisons sont publiés."),
)
ABANDON = Event(
    "needs:abandon",
    NeedStatus.ABANDONED,
    abandon_need,
    AbandonForm,
    gettext_lazy("Abandonner le besoin"),
    gettext_lazy("La page reste publique, avec votre raison. Un besoin abandonné ne se reprend pas."),
    gettext_lazy("Abandonner le besoin"),
    gettext_lazy("Le besoin est abandonné, sa raison est publiée."),
)
AWARD = Event(
    "needs:award",
    NeedStatus.AWARDED,
    award_need,
    AwardForm,
    gettext_lazy("Dire à qui le marché est attribué"),
    gettext_lazy("Le titulaire et la date sont publiés : toutes les entreprises lisent la même chose."),
    gettext_lazy("Publier l'attribution"),
    gettext_lazy("L'attribution est publiée."),
)
UNAWARDED = Event(
    "needs:unaward",
    NeedStatus.UNAWARDED,
    unaward_need,
    UnawardedForm,
    gettext_lazy("Dire pourquoi rien n'est attribué"),
    gettext_lazy("La page reste publique, avec votre raison : toutes les entreprises lisent la même chose."),
    gettext_lazy("Publier cette raison"),
    gettext_lazy("L'absence d'attribution et sa raison sont publiées."),
)
CORRECTION = Event(
    "needs:correct_consultation",
    NeedStatus.CONSULTATION,
    correct_consultation,
    CorrectionForm,
    gettext_lazy("Corriger la consultation annoncée"),
    gettext_lazy(
        "L'adresse et la date limite sont remplacées ; les personnes qui suivent le besoin sont prévenues."
    ),
    gettext_lazy("Corriger"),
    gettext_lazy("La page du besoin mène à l'adresse corrigée."),
    frozenset({NeedStatus.CONSULTATION}),
)
EVENTS = (CLOSE, CONSULTATION, CORRECTION, DIRECT_PURCHASE, ABANDON, AWARD, UNAWARDED)


def events_of(need):
    """[{label, url}] of what may be said in the present state."""
    return [
        {"label": event.title, "url": reverse(event.name, args=[need.pk])}
        for event in EVENTS
        if event.fits(need)
    ]


def event_page(request, pk, event):
    """Show or store one event; an error leaves what was typed on the page."""
    need = get_object_or_404(
        Need.objects.visible_to(request.user).select_related("buyer__organisation"), pk=pk
    )
    require(can_manage_need(request.user, need))
    if not event.fits(need):
        check_transition(need, event.target, NEED_TRANSITIONS)
        raise DomainError(_("Ceci ne se dit pas dans l'état présent du besoin : rechargez sa page."))
    form = form_of(event, need, request.POST if request.method == "POST" else None)
    version, conflict = request.POST.get("version") or seen_of(event, need), []
    if form.is_valid():
        try:
            event.run(need, by=request.user, **form.cleaned_data, **given(event, request))
            messages.success(request, event.done)
            return redirect("needs:detail", need.pk)
        except Conflict as error:
            conflict = both_versions(form, form_of(event, error.current))
            version = seen_of(event, error.current)
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    context = {
        "need": need,
        "event": event,
        "form": form,
        "version": version,
        "conflict": conflict,
        "crumbs": [
            {"label": _("Mes besoins"), "url": reverse("needs:mine")},
            {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
            {"label": event.title},
        ],
        "reminders": reminders(timezone.localdate()) if event is DIRECT_PURCHASE else [],
    }
    return render(
        request, "needs/event.html", context, status=409 if conflict else 422 if form.errors else 200
    )


def form_of(event, need, data=None):
    """The form of an event; exchanges that are over already do not end early."""
    still = {"exchanges_open": need.is_open} if issubclass(event.form_class, EarlyEndForm) else {}
    return event.form_class(data, initial=stored(event, need), **still)


def stored(event, need):
    """What a correction starts from."""
    if event is not CORRECTION:
        return {}
    return {"url": need.consultation_url, "deadline": need.consultation_deadline}


def seen_of(event, need):
    """The mark of the text that an event changes; "" where it adds one."""
    return mark_of(need, CONSULTATION_TEXT) if event is CORRECTION else ""


def given(event, request):
    return {"seen": mark_on(request)} if event is CORRECTION else {}


def reminders(on):
    """The thresholds of direct purchases in force on the date `on`, each with its text, and the rule of care."""
    rows = Threshold.objects.in_force(on).filter(key__in=SMALL_PURCHASES).order_by("key")
    lines = [
        _("%(name)s : %(value)s € HT (%(text)s, en vigueur depuis le %(day)s)")
        % {
            "name": SMALL_PURCHASES[row.key],
            "value": f"{row.value:,.0f}".replace(",", " "),
            "text": row.legal_text,
            "day": day(row.starts_on),
        }
        for row in rows
    ]
    care = Wording.objects.in_force(on).filter(key="never_the_same_company").order_by("-starts_on").first()
    return [*lines, care.text] if care else lines


@require_http_methods(["GET", "POST"])
@once
def need_close(request, pk):
    return event_page(request, pk, CLOSE)


@require_http_methods(["GET", "POST"])
@once
def need_launch_consultation(request, pk):
    return event_page(request, pk, CONSULTATION)


@require_http_methods(["GET", "POST"])
@once
def need_direct_purchase(request, pk):
    return event_page(request, pk, DIRECT_PURCHASE)


@require_http_methods(["GET", "POST"])
@once
def need_abandon(request, pk):
    return event_page(request, pk, ABANDON)


@require_http_methods(["GET", "POST"])
@once
def need_award(request, pk):
    return event_page(request, pk, AWARD)


@require_http_methods(["GET", "POST"])
@once
def need_unaward(request, pk):
    return event_page(request, pk, UNAWARDED)


@require_http_methods(["GET", "POST"])
@once
def need_correct_consultation(request, pk):
    return event_page(request, pk, CORRECTION)
