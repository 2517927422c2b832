"""« Signaler », open to everybody; and the page by which rooms let a rejection be contested."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.core.errors import DomainError
from grandest_portal.core.limits import by_person, limited
from grandest_portal.core.once import once
from grandest_portal.reports import actions
from grandest_portal.reports.appeals import appeal_words, rejection_of
from grandest_portal.reports.forms import AppealForm, ReportForm
from grandest_portal.reports.kinds import KINDS

RECEIVED = Signer(salt="grandest_portal.reports.received")


def kind_or_404(key):
    if key not in KINDS:
        raise Http404
    return KINDS[key]


@login_not_required
@require_http_methods(["GET", "POST"])
@once
@limited("report", key=by_person, when=lambda request: request.method == "POST")
def report(request, kind, pk):
    """Say what is wrong with a thing that one may read; an error leaves what was typed on the page."""
    found, user = kind_or_404(kind), request.user
    thing = get_object_or_404(found.visible(user), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, kind=kind, anonymous=not user.is_authenticated)
    if form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ["reason_key", "text"]}
        try:
            made = actions.report_thing(found, thing, by=user if user.is_authenticated else None, **answers)
            return redirect("reports:received", RECEIVED.sign(made.reference))
        except DomainError as error:
            form.refuse(error)
    context = {
        "form": form,
        "thing": thing,
        "kind": found,
        "back": found.url(pk),
        "crumbs": [{"label": str(thing), "url": found.url(pk)}, {"label": _("Signaler")}],
    }
    return render(request, "reports/report.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def received(request, token):
    """The number of the report, which only the person who sent it was given."""
    try:
        reference = RECEIVED.unsign(token)
    except BadSignature as error:
        raise Http404 from error
    return render(request, "reports/received.html", {"reference": reference})


def appeal_page(request, kind, thing, back, crumbs):
    """The page of a room where a rejection is contested: the room loads the thing and says who may."""
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.file_appeal(KINDS[kind], thing, by=request.user, text=form.cleaned_data["text"])
            messages.success(request, _("Votre contestation est envoyée. Une autre personne vous répondra."))
            return redirect(back)
        except DomainError as error:
            form.refuse(error)
    rejection = rejection_of(KINDS[kind], thing)
    context = {
        "form": form,
        "thing": thing,
        "back": back,
        "crumbs": [*crumbs, {"label": _("Contester le refus")}],
        "sentences": appeal_words(rejection.at) if rejection else [],
    }
    return render(request, "reports/appeal.html", context, status=422 if form.errors else 200)
