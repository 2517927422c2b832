"""The drafting assistant: a finding justified in writing, the questions of the consultation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import mark_of
from grandest_portal.core.steps import both_versions
from needs.actions import answer_checks, justify_finding
from needs.actions.checks import ANSWERED, JUSTIFIED
from needs.checks import findings_of
from needs.checks.forms import AnswersForm, JustifyForm
from needs.checks.loading import planned_day
from needs.checks.preparation import by_theme, questions_of
from needs.models import Need
from needs.permissions import can_justify, can_prepare_consultation, can_read_preparation

BRANDS = "SPE-01"


def seen_need(request, pk):
    return get_object_or_404(
        Need.objects.visible_to(request.user).select_related("buyer__organisation"), pk=pk
    )


def finding_at(need, code, digest):
    """The finding of an address; 404 once its sentence has changed."""
    for finding in findings_of(need, timezone.localdate()):
        if (finding.code, finding.digest) == (code, digest) and finding.can_be_justified:
            return finding
    raise Http404


@require_http_methods(["GET", "POST"])
def justify(request, pk, code, digest):
    need = seen_need(request, pk)
    require(can_justify(request.user, need))
    finding = finding_at(need, code, digest)
    back = reverse("needs:check" if need.is_editable else "needs:detail", args=[need.pk])
    form = JustifyForm(
        request.POST if request.method == "POST" else None,
        asks_park=code == BRANDS,
        initial=kept_words(finding.justification),
    )
    version, conflict = request.POST.get("version") or mark_of(finding.justification, JUSTIFIED), []
    if form.is_valid():
        try:
            justify_finding(
                need,
                code=code,
                digest=digest,
                text=form.cleaned_data["text"],
                existing_equipment=form.park,
                by=request.user,
                seen=request.POST.get("version"),
            )
            messages.success(request, _("Votre justification est enregistrée."))
            return redirect(back)
        except Conflict as error:
            version, conflict = justified_meanwhile(form, error, code)
        except DomainError as error:
            form.refuse(error)
    context = {
        "need": need,
        "finding": finding,
        "form": form,
        "back": back,
        "crumbs": [{"label": str(need), "url": back}, {"label": _("Justifier")}],
        "version": version,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "needs/justify.html", context, status=status)


def justified_meanwhile(form, error, code):
    """(the mark of what a colleague wrote, what the page shows of it); the form says so and holds the other text."""
    kept = error.current.justification
    form.refuse(error)
    stored = JustifyForm(asks_park=code == BRANDS, initial=kept_words(kept))
    return mark_of(kept, JUSTIFIED), both_versions(form, stored)


def kept_words(row):
    if row is None:
        return {}
    park = {True: "yes", False: "no"}.get(row.existing_equipment)
    return {"text": row.text, "existing_equipment": park}


@require_http_methods(["GET", "POST"])
def prepare(request, pk):
    """The questions of the consultation: read by the buyer's people, answered by those who manage the need."""
    need, today = seen_need(request, pk), timezone.localdate()
    require(can_read_preparation(request.user, need))
    writes = can_prepare_consultation(request.user, need)
    questions = questions_of(need, today)
    form = AnswersForm(request.POST if request.method == "POST" else None, questions=questions)
    marks = marks_on_screen(request, questions)
    if request.method == "POST":
        require(writes)
        if form.is_valid() and stored(request, need, form, marks):
            return redirect("needs:prepare_consultation", need.pk)
    answered = sum(question.answer is not None for question in questions)
    context = {
        "need": need,
        "form": form,
        "themes": [
            (theme, [drawn(form, each, marks) for each in rows]) for theme, rows in by_theme(questions)
        ],
        "writes": writes,
        "total": len(questions),
        "answered": answered,
        "percent": round(100 * answered / len(questions)) if questions else 0,
        "to_do": [question for question in questions if question.to_do],
        "planned_day": planned_day(need, today),
        "crumbs": [
            {"label": _("Mes besoins"), "url": reverse("needs:mine")},
            {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
            {"label": _("Préparer la consultation")},
        ],
    }
    return render(request, "needs/prepare.html", context, status=422 if form.errors else 200)


def marks_on_screen(request, questions):
    """{code: the mark of the answer that the person has on screen}."""
    return {
        each.check.key: request.POST.get(f"version-{each.check.key}") or mark_of(each.answer, ANSWERED)
        for each in questions
    }


def drawn(form, question, marks):
    code = question.check.key
    return question, form[code], form[f"{code}-note"], marks[code]


def stored(request, need, form, marks):
    """True once the answers are kept; a refusal is said in the form, and `marks` follow what it shows."""
    try:
        changed = answer_checks(need, answers=form.answers, by=request.user, seen=marks)
    except DomainError as error:
        form.refuse(error)
        if isinstance(error, Conflict):
            marks[error.current.check.key] = mark_of(error.current.answer, ANSWERED)
        return False
    said = ngettext("%(count)d réponse enregistrée.", "%(count)d réponses enregistrées.", changed)
    messages.success(request, said % {"count": changed} if changed else _("Rien n'a changé."))
    return True
