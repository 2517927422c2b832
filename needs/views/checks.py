"""The drafting assistant: a finding justified in writing, the questions of the consultation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions
from needs.actions import answer_checks, justify_finding
from needs.actions.checks import ANSWERED, JUSTIFIED
from needs.checks import findings_of
from needs.checks.findings import least_words
from needs.checks.forms import AnswersForm, JustifyForm
from needs.checks.loading import planned_day
from needs.checks.preparation import by_theme, questions_of
from needs.finding_cards import step_cards
from needs.forms import NEED_STEPS
from needs.models import Need
from needs.permissions import can_edit_need, can_justify, can_prepare_consultation, can_read_preparation

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
        least=least_words(finding, timezone.localdate()),
        initial=kept_words(finding.justification),
    )
    version, conflict = request.POST.get("version") or mark_of(finding.justification, JUSTIFIED), []
    if form.is_valid():
        try:
            words = {"text": form.cleaned_data["text"], "existing_equipment": form.park}
            seen = mark_on(request)
            justify_finding(need, code=code, digest=digest, **words, by=request.user, seen=seen)
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


@require_safe
def step_findings(request, pk, step):
    """What stands beside a step, alone, for the script that puts it in place after a save; the page for others."""
    need = seen_need(request, pk)
    require(can_edit_need(request.user, need))
    _number, shown = NEED_STEPS.at(step)
    if request.headers.get("X-Fragment") != "1":
        return redirect("needs:edit", need.pk, shown.slug)
    context = {"cards": step_cards(request.user, need, shown), "live": True, "stored": True}
    return render(request, "needs/_step_checks.html", context)


def justified_meanwhile(form, error, code):
    """(the mark of what a colleague wrote, what the page shows of it); the form says so and holds the other text."""
    kept = error.current.justification
    form.refuse(error)
    stored = JustifyForm(asks_park=code == BRANDS, least=0, initial=kept_words(kept))
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
        "groups": groups_of(questions, form, marks),
        "writes": writes,
        "total": len(questions),
        "answered": answered,
        "progress": progress_words(len(questions), answered),
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


def groups_of(questions, form, marks):
    """One entry per theme: its questions with their fields, and in words how far it is. Open are the first theme with
    a question left, and those that hold an error."""
    groups, left = [], False
    for number, (theme, rows) in enumerate(by_theme(questions), start=1):
        answered = sum(each.answer is not None for each in rows)
        to_do = sum(each.to_do for each in rows)
        names = {name for each in rows for name in (each.check.key, f"{each.check.key}-note")}
        first, left = answered < len(rows) and not left, left or answered < len(rows)
        label, tone = group_label(len(rows) - answered, to_do)
        groups.append(
            {
                "id": f"groupe-{number}",
                "theme": theme,
                "rows": [drawn(form, each, marks) for each in rows],
                "progress": progress_words(len(rows), answered),
                "label": label,
                "tone": tone,
                "open": bool(names & set(form.errors)) or first,
            }
        )
    return groups


def progress_words(total, answered):
    if not answered:
        words = ngettext("%(total)d question", "%(total)d questions", total)
    else:
        words = ngettext(
            "%(answered)d question répondue sur %(total)d",
            "%(answered)d questions répondues sur %(total)d",
            answered,
        )
    return words % {"total": total, "answered": answered}


def group_label(left, to_do):
    """(words, tone) of what a theme awaits."""
    if left:
        return ngettext("reste %(count)d", "restent %(count)d", left) % {"count": left}, "grey"
    if to_do:
        return ngettext("%(count)d à traiter", "%(count)d à traiter", to_do) % {"count": to_do}, "mirabelle"
    return _("complet"), "fir"


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
