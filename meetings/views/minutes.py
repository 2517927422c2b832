"""The minutes of a meeting: read, written in one autosaved step, validated, commented; the grid of a need."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.permissions import approved_organisation_of, hat_of
from grandest_portal.core.access import require
from grandest_portal.core.documents.produce import FORMATS, ProductionError, produce
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.limits import by_person, limited
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_on, marks_of
from grandest_portal.core.steps import Step, StepFlow, Steps, step_page, trail
from meetings import presentation
from meetings.models import Minutes
from meetings.permissions import (
    can_comment_minutes,
    can_read_minutes,
    can_write_grid,
    can_write_minutes,
)
from meetings.records.document import document_of
from meetings.records.forms import CommentForm, GridForm, MinutesForm, answers_in
from meetings.records.grids import common_questions, grid_of, most_own, questions_for, write_own_questions
from meetings.records.minutes import (
    comment_minutes,
    parts_of,
    start_minutes,
    validate_minutes,
    write_minutes,
)
from meetings.slots import slot_words
from meetings.views.reading import crumbs, detail_page, typed, visible
from needs.models import Need

STEP = "reponses"


def minutes_of(meeting):
    minutes = Minutes.objects.filter(meeting=meeting).select_related("meeting__need__minutes_grid").first()
    if minutes is not None:
        minutes.meeting.buyer, minutes.meeting.company = meeting.buyer, meeting.company
    return minutes


def begun(request, pk):
    """A meeting whose minutes the person's side writes, once it has begun: 404 when unseen, 403 otherwise."""
    meeting = visible(request, pk)
    require(can_write_minutes(request.user, meeting) and meeting.starts_at <= timezone.now())
    return meeting


def readable(request, pk):
    """(meeting, its Minutes): 404 when there are none that the person reads."""
    meeting = visible(request, pk)
    minutes = minutes_of(meeting)
    if minutes is None or not can_read_minutes(request.user, meeting, minutes):
        raise Http404
    return meeting, minutes


def no_draft(request, meeting):
    """Validated meanwhile by a colleague, or not begun."""
    messages.info(request, _("Aucun compte rendu n'est en cours d'écriture : il est peut-être déjà validé."))
    return redirect("meetings:minutes", meeting.pk)


def page_of(request, meeting, label):
    other = presentation.other_organisation(meeting, approved_organisation_of(request.user))
    return {
        "meeting": meeting,
        "other": other,
        "when": slot_words(meeting.starts_at, meeting.ends_at),
        "crumbs": crumbs(label, meeting, other),
    }


@require_safe
def read(request, pk):
    """The minutes, for both sides once validated; before, what the buyer's side has to do."""
    return home(request, visible(request, pk))


def home(request, meeting, *, failed=False):
    user, minutes = request.user, minutes_of(meeting)
    writes = can_write_minutes(user, meeting) and meeting.starts_at <= timezone.now()
    seen = minutes is not None and can_read_minutes(user, meeting, minutes)
    if not seen and not (minutes is None and writes):
        raise Http404
    context = page_of(request, meeting, _("Compte rendu")) | {
        "minutes": minutes,
        "document": document_of(minutes) if minutes is not None else None,
        "questions": questions_for(meeting.need, timezone.localdate()) if minutes is None else [],
        "may_write": writes and (minutes is None or not minutes.is_validated),
        "may_grid": minutes is None and can_write_grid(user, meeting.need) and not is_frozen(meeting.need),
        "may_comment": minutes is not None and can_comment_minutes(user, meeting, minutes),
        "failed": failed,
        "step": STEP,
    }
    return render(request, "meetings/records/minutes.html", context, status=503 if failed else 200)


def is_frozen(need):
    grid = grid_of(need)
    return grid is not None and grid.frozen_at is not None


@require_POST
def start(request, pk):
    meeting = begun(request, pk)
    try:
        start_minutes(meeting, by=request.user)
    except DomainError as error:
        return detail_page(request, visible(request, pk), error.message, status=409)
    return redirect("meetings:minutes_step", pk, STEP)


def flow_of(request, meeting, minutes):
    def save(data, version):
        answers, text = answers_in(data)
        return write_minutes(meeting, answers=answers, text=text, by=request.user, version=version)

    def step_url(slug):
        return reverse("meetings:minutes_step", args=[meeting.pk, slug])

    return StepFlow(
        steps=Steps(
            [Step(STEP, _("Écrire le compte rendu"), MinutesForm.about(minutes.questions), intro(minutes))]
        ),
        save=save,
        edit_url=lambda _row, slug: step_url(slug),
        check_url=lambda _row: reverse("meetings:minutes_validate", args=[meeting.pk]),
        quit_url=reverse("meetings:minutes", args=[meeting.pk]),
        template="meetings/records/minutes_step.html",
        acting=hat_of(request.user),
        autosave=True,
        check_label=_("Relire et valider"),
        crumbs=page_of(request, meeting, _("Compte rendu"))["crumbs"],
    )


def intro(minutes):
    return _(
        "Rendez-vous avec %(company)s. Aucune réponse n'est obligatoire ; l'entreprise lira ce qui est validé."
    ) % {"company": minutes.meeting.company.organisation}


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk, step):
    meeting = begun(request, pk)
    minutes = minutes_of(meeting)
    if minutes is None or minutes.is_validated:
        return no_draft(request, meeting)
    return step_page(request, flow_of(request, meeting, minutes), minutes, step)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def validate(request, pk):
    """The minutes as the company will read them, and the button that locks them."""
    meeting = begun(request, pk)
    minutes, refusal, status = minutes_of(meeting), "", 200
    if minutes is None or minutes.is_validated:
        return no_draft(request, meeting)
    if request.method == "POST":
        try:
            validate_minutes(meeting, by=request.user, marks=mark_on(request))
        except DomainError as error:
            refusal, status = error.message, 409 if isinstance(error, Conflict) else 422
            meeting = visible(request, pk)
            minutes = minutes_of(meeting)
        else:
            messages.success(request, _("Le compte rendu est validé. L'entreprise en est prévenue."))
            return redirect("meetings:minutes", pk)
    flow = flow_of(request, meeting, minutes)
    context = page_of(request, meeting, _("Relire et valider")) | {
        "minutes": minutes,
        "document": document_of(minutes),
        "marks": marks_of(parts_of(minutes)),
        "trail": trail(flow, minutes),
        "total": len(flow.steps) + 1,
        "held": meeting.status == "held",
        "step": STEP,
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
    }
    return render(request, "meetings/records/minutes_validate.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def comment(request, pk):
    meeting, minutes = readable(request, pk)
    require(can_comment_minutes(request.user, meeting, minutes))
    form = CommentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            comment_minutes(meeting, text=form.cleaned_data["text"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Votre commentaire est enregistré. L'acheteur en est prévenu."))
            return redirect("meetings:minutes", pk)
    context = page_of(request, meeting, _("Commenter le compte rendu")) | {"form": form}
    return render(request, "meetings/records/comment.html", context, status=422 if form.errors else 200)


@require_safe
@limited("document", key=by_person)
def pdf(request, pk):
    meeting, minutes = readable(request, pk)
    try:
        content = produce(document_of(minutes), "pdf")
    except ProductionError:
        return home(request, meeting, failed=True)
    headers = {
        "Content-Disposition": f'attachment; filename="compte-rendu-{meeting.pk}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=FORMATS["pdf"], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request, need_pk):
    """The questions of the minutes of a need: the common ones, and the buyer's own until the first minutes."""
    need = get_object_or_404(Need.objects.visible_to(request.user), pk=need_pk)
    require(can_write_grid(request.user, need))
    stored, today = grid_of(need), timezone.localdate()
    form = GridForm(typed(request), initial={"own": "\n".join(stored.own) if stored else ""})
    version, conflict = request.POST.get("version") or (stored.version if stored else 0), []
    if request.method == "POST" and form.is_valid():
        try:
            lines = form.cleaned_data["own"].splitlines()
            write_own_questions(need, lines, by=request.user, version=seen_version(request))
        except Conflict as error:
            stored = error.current
            conflict = [{"label": form["own"].label, "stored": "\n".join(stored.own) if stored else ""}]
            version = stored.version if stored else 0
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La grille est enregistrée."))
            return redirect("meetings:minutes_grid", need.pk)
    context = {
        "need": need,
        "form": form,
        "common": common_questions(today),
        "frozen": stored.questions if stored and stored.frozen_at else [],
        "most": most_own(today),
        "version": version,
        "conflict": conflict,
        "crumbs": [
            {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
            {"label": _("Grille du compte rendu")},
        ],
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "meetings/records/grid.html", context, status=status)


def seen_version(request):
    """The number of the version that was on screen; -1, which is nobody's, where the page carried none."""
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1
