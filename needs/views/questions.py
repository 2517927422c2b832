"""Public questions and answers: read by everybody, asked by companies, answered to all by the buyer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buyers.permissions import approved_buyer_of
from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.listing import page_of
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions, same_hat
from grandest_portal.reference.pace import paced
from needs.actions import (
    ask_question,
    correct_answer,
    publish_answers,
    save_answer_drafts,
    withdraw_question,
)
from needs.actions.questions import CORRECTED, check_open, check_still_time, check_takes_answers
from needs.dialog.display import own_row, takes_questions, thread_row, until_text, waiting_row, waiting_text
from needs.dialog.figures import figures_of
from needs.dialog.forms import CorrectionForm, QuestionForm, answers_form
from needs.dialog.permissions import (
    can_answer_questions,
    can_ask,
    can_read_waiting,
    can_withdraw_question,
)
from needs.enums import NeedSource, QuestionStatus
from needs.models import Need, Question
from suppliers.permissions import approved_company_of

# One page of answers: who has more waiting publishes these first.
MOST_ANSWERED = 20


def need_or_404(pk):
    """A public need of this portal: the others have no exchanges here."""
    return get_object_or_404(Need.objects.public().filter(source=NeedSource.PORTAL).for_list(), pk=pk)


def crumbs_of(need, *labels):
    """The need, its questions, then where one is."""
    questions = {"label": _("Questions et réponses"), "url": reverse("needs:questions", args=[need.pk])}
    return [
        {"label": _("Besoins"), "url": reverse("needs:list")},
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        questions if labels else {"label": questions["label"]},
        *({"label": label} for label in labels),
    ]


@login_not_required
@require_safe
def question_list(request, pk):
    """The whole thread; what waits for the buyer's people and moderators; the own questions for a company."""
    need, user, today = need_or_404(pk), request.user, timezone.localdate()
    figures = figures_of(need)
    page = page_of(request, Question.objects.in_thread().filter(need=need).for_thread())
    waiting = (
        Question.objects.waiting().filter(need=need).for_waiting() if can_read_waiting(user, need) else []
    )
    open_now = takes_questions(need, figures.until, today)
    context = {
        "need": need,
        "page_obj": page,
        "rows": [thread_row(each) for each in page],
        "waiting": [waiting_row(each) for each in waiting],
        "own": own_questions(user, need),
        "waiting_text": waiting_text(figures.waiting, need.takes_answers),
        "until": until_text(need, figures.until, today),
        "can_ask": open_now and can_ask(user, need),
        "invite_to_sign_in": open_now and not user.is_authenticated,
        "can_answer": can_answer_questions(user, need),
        "crumbs": crumbs_of(need),
    }
    return render(request, "needs/dialog/questions.html", context)


def own_questions(user, need):
    """Those of the person's company that the thread does not show, with the right to take each back."""
    company = approved_company_of(user)
    if company is None:
        return []
    rows = Question.objects.of_company(company).filter(need=need).for_waiting()
    return [own_row(each) | {"can_withdraw": can_withdraw_question(user, each)} for each in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@paced("dialog_verbs_per_hour")
@once
def question_ask(request, pk):
    need = need_or_404(pk)
    check_open(need)
    require(can_ask(request.user, need))
    check_still_time(need, timezone.localdate())
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            question = ask_question(need, by=request.user, text=form.cleaned_data["text"])
            messages.success(
                request,
                _("Votre question %(reference)s est transmise à l'acheteur, sans votre nom.")
                % {"reference": question.reference},
            )
            return redirect("needs:questions", need.pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "need": need,
        "form": form,
        "acting": hat_of(request.user),
        "until": until_text(need, figures_of(need).until, timezone.localdate()),
        "crumbs": crumbs_of(need, _("Poser une question")),
    }
    return render(request, "needs/dialog/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def questions_answer(request, pk):
    """Every waiting question with its answer to write: kept as drafts, or published to all at once."""
    need = need_or_404(pk)
    check_takes_answers(need)
    require(can_answer_questions(request.user, need))
    questions = list(Question.objects.waiting().filter(need=need).for_waiting()[:MOST_ANSWERED])
    form = answers_form(request.POST if request.method == "POST" else None, questions)
    versions = drafts_on_screen(request, questions)
    if form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            return store_answers(request, need, form.texts())
        except DomainError as error:
            form.refuse(error)
            if isinstance(error, Conflict):
                versions[error.current.pk] = error.current.draft_version
    context = {
        "need": need,
        "form": form,
        "rows": [
            {**waiting_row(each), "field": form.field_of(each), "version": versions[each.pk]}
            for each in questions
        ],
        "more": max(0, figures_of(need).waiting - len(questions)),
        "newest": request.POST.get("shown") or figures_of(need).newest_question or 0,
        "acting": hat_of(request.user),
        "crumbs": crumbs_of(need, _("Répondre à tous")),
    }
    return render(request, "needs/dialog/answer.html", context, status=422 if form.errors else 200)


def is_number(text):
    return text.isdecimal() and len(text) < 19


def tell_since(request, need):
    """Say how many questions came since the page was opened: none of them was answered."""
    shown = request.POST.get("shown", "")
    late = Question.objects.waiting().filter(need=need, pk__gt=int(shown)).count() if is_number(shown) else 0
    if late:
        text = ngettext(
            "%(count)d question est arrivée depuis l'ouverture de la page : elle attend votre réponse.",
            "%(count)d questions sont arrivées depuis l'ouverture de la page : elles attendent votre réponse.",
            late,
        )
        messages.info(request, text % {"count": late})


def drafts_on_screen(request, questions):
    """{pk: the version of the draft that the person has on screen}: a page shown again for a slip keeps it."""
    return {each.pk: request.POST.get(f"version_{each.pk}") or each.draft_version for each in questions}


def store_answers(request, need, texts):
    """What the button says; anything else than « publish » keeps drafts, the harmless way."""
    if request.POST.get("action") != "publish":
        save_answer_drafts(need, by=request.user, texts=texts)
        messages.success(request, _("Brouillons enregistrés : vos collègues les lisent, personne d'autre."))
        return redirect("needs:questions_answer", need.pk)
    count = len(publish_answers(need, by=request.user, texts=texts))
    done = ngettext(
        "%(count)d réponse publiée pour tous ; celles et ceux qui suivent le besoin sont prévenus.",
        "%(count)d réponses publiées pour tous ; celles et ceux qui suivent le besoin sont prévenus par un seul "
        "courriel.",
        count,
    )
    messages.success(request, done % {"count": count})
    tell_since(request, need)
    return redirect("needs:questions", need.pk)


@require_POST
@paced("dialog_verbs_per_hour")
@once
def question_withdraw(request, pk):
    """The asking company alone knows this address; for others the question does not exist here."""
    rows = Question.objects.select_related("need__buyer__organisation")
    question = get_object_or_404(rows.filter(company=approved_company_of(request.user)), pk=pk)
    require(can_withdraw_question(request.user, question))
    withdraw_question(question, by=request.user)
    messages.success(request, _("Votre question est retirée : personne d'autre ne la lira."))
    return redirect("needs:questions", question.need_id)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def answer_correct(request, pk):
    """Another text under a published answer."""
    rows = Question.objects.filter(status=QuestionStatus.ANSWERED, need__in=Need.objects.public())
    question = get_object_or_404(rows.select_related("need__buyer__organisation").for_thread(), pk=pk)
    need = question.need
    require(can_answer_questions(request.user, need))
    row = thread_row(question)
    former = question.answers.order_by("-published_at", "-pk").first()
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial={"text": former.text})
    version, conflict = request.POST.get("version") or mark_of(former, CORRECTED), []
    if form.is_valid():
        try:
            correct_answer(
                question,
                by=request.user,
                text=form.cleaned_data["text"],
                seen=mark_on(request),
            )
            messages.success(request, _("La réponse corrigée est publiée ; l'ancienne reste lisible."))
            return redirect(reverse("needs:questions", args=[need.pk]) + f"#question-{question.pk}")
        except Conflict as error:
            conflict = both_versions(form, CorrectionForm(initial={"text": error.current.text}))
            version = mark_of(error.current, CORRECTED)
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    context = {
        "need": need,
        "row": row,
        "form": form,
        "version": version,
        "conflict": conflict,
        "crumbs": crumbs_of(need, _("Corriger une réponse")),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "needs/dialog/correct.html", context, status=status)


@require_safe
def questions_due(request):
    """Every question that waits for the buyer's answer, all needs together, the oldest first."""
    buyer = approved_buyer_of(request.user)
    require(buyer is not None)
    page = page_of(request, Question.objects.due_from(buyer).for_waiting())
    rows = [waiting_row(each) for each in page]
    return render(request, "needs/dialog/questions_due.html", {"page_obj": page, "rows": rows})
