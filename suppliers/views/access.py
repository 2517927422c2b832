"""What a solution gives on request: asking, answering, reading; and the log that the company sees."""

from django.contrib import messages
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.attachments.models import Attachment
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.limits import by_person, limited
from grandest_portal.core.listing import page_of
from grandest_portal.core.once import once
from suppliers.actions import (
    ask_access,
    grant_access,
    log_reading,
    propose_keyword,
    refuse_access,
    withdraw_access,
)
from suppliers.audience import can_ask_access, granted_request, requests_received
from suppliers.enums import AccessStatus
from suppliers.forms import AccessForm, AnswerForm, KeywordForm
from suppliers.models import AccessReading, Solution
from suppliers.permissions import can_decide_access, can_propose_keyword
from suppliers.sheet import reading_words, reserved_for, words_on_request

READINGS_SHOWN = 20


def seen_solution(request, pk):
    rows = Solution.objects.visible_to(request.user).select_related("company__organisation")
    return get_object_or_404(rows, pk=pk)


def crumbs_of(solution, label):
    return [
        {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
        {"label": str(solution), "url": reverse("suppliers:solution_detail", args=[solution.pk])},
        {"label": label},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@once
@limited("document", key=by_person, when=lambda request: request.method == "POST")
def access_ask(request, pk):
    solution = seen_solution(request, pk)
    require(can_ask_access(request.user, solution))
    form = AccessForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_access(solution, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Votre demande est envoyée : l'entreprise répond sur cette fiche."))
            return redirect("suppliers:solution_detail", pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "solution": solution,
        "form": form,
        "labels": words_on_request(solution),
        "crumbs": crumbs_of(solution, _("Demander l'accès")),
    }
    return render(request, "suppliers/access_ask.html", context, status=422 if form.errors else 200)


@require_safe
def access_read(request, pk):
    """What is given on request, for a granted organisation: opening this page is noted, and the company reads it."""
    solution = seen_solution(request, pk)
    asked = granted_request(request.user, solution)
    require(asked is not None)
    reserved = reserved_for(solution)
    if request.method == "GET" and reserved["names"]:
        require(log_reading(asked, by=request.user, names=reserved["names"]) is not None)
    crumbs = crumbs_of(solution, _("Donné sur demande"))
    response = render(
        request, "suppliers/access_read.html", {"solution": solution, "crumbs": crumbs, **reserved}
    )
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
def access_list(request, pk):
    """The requests that the solution received, with what was read under each."""
    solution = seen_solution(request, pk)
    require(can_decide_access(request.user, solution))
    page = page_of(request, requests_received(solution))
    readings = latest_readings(page.object_list)
    rows = [{"asked": asked, "readings": readings.get(asked.pk, [])} for asked in page.object_list]
    context = {
        "solution": solution,
        "page_obj": page,
        "rows": rows,
        "crumbs": crumbs_of(solution, _("Demandes d'accès")),
    }
    return render(request, "suppliers/access_list.html", context)


def latest_readings(requests):
    """{request: its latest readings, in words}, in one query, and a second one for the names of documents."""
    found = {}
    latest = Window(RowNumber(), partition_by="request", order_by=[F("at").desc(), F("pk").desc()])
    rows = AccessReading.objects.filter(request__in=[asked.pk for asked in requests]).annotate(place=latest)
    rows = rows.filter(place__lte=READINGS_SHOWN).select_related("reader").order_by("-at", "-pk")
    read = Attachment.objects.filter(pk__in={row.document for row in rows if row.document})
    titles = dict(read.values_list("pk", "name"))
    for reading in rows:
        found.setdefault(reading.request_id, []).append(
            {"at": reading.at, "who": reader_of(reading), "what": reading_words(reading, titles)}
        )
    return found


def reader_of(reading):
    """« Noor Lambert, par délégation de Valbrune (Cabinet Exemple) »."""
    name = reading.reader.full_name if reading.reader else _("Une personne dont le compte est effacé")
    return ", ".join(filter(None, [name, reading.acting]))


@require_http_methods(["GET", "HEAD", "POST"])
def access_decide(request, pk, asked):
    """Grant, refuse, or take back what was granted."""
    solution = seen_solution(request, pk)
    require(can_decide_access(request.user, solution))
    asked = get_object_or_404(requests_received(solution), pk=asked)
    granted = asked.status == AccessStatus.GRANTED
    form = AnswerForm(request.POST if request.method == "POST" else None, must_say=granted)
    if form.is_valid():
        try:
            decided(request, asked, form.cleaned_data["words"])
            return redirect("suppliers:access_list", pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "solution": solution,
        "asked": asked,
        "form": form,
        "waits": asked.status == AccessStatus.ASKED,
        "granted": granted,
        "readings": latest_readings([asked]).get(asked.pk, []),
        "labels": words_on_request(solution),
        "crumbs": crumbs_of(solution, _("Demande d'accès")),
    }
    return render(request, "suppliers/access_decide.html", context, status=422 if form.errors else 200)


def decided(request, asked, words):
    if "grant" in request.POST:
        grant_access(asked, by=request.user, words=words)
        messages.success(request, _("L'accès est donné à %(name)s.") % {"name": asked.organisation})
    elif "withdraw" in request.POST:
        withdraw_access(asked, by=request.user, words=words)
        messages.success(request, _("L'accès de %(name)s est retiré.") % {"name": asked.organisation})
    else:
        refuse_access(asked, by=request.user, words=words)
        messages.success(request, _("La demande de %(name)s est refusée.") % {"name": asked.organisation})


@require_http_methods(["GET", "HEAD", "POST"])
@once
@limited("report", key=by_person, when=lambda request: request.method == "POST")
def keyword_propose(request):
    """A term that the vocabulary lacks: moderators decide."""
    require(can_propose_keyword(request.user))
    form = KeywordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proposal = propose_keyword(by=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("« %(label)s » est proposé : la modération vous répondra par courriel.")
                % {"label": proposal},
            )
            return redirect("reference:keywords")
        except DomainError as error:
            form.refuse(error)
    crumbs = [
        {"label": _("Mots clés"), "url": reverse("reference:keywords")},
        {"label": _("Proposer un terme")},
    ]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "suppliers/keyword_propose.html", context, status=422 if form.errors else 200)
