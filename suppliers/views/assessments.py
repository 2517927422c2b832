"""The self-assessment of a solution: its steps, its signature, the note as a page and as a PDF, a comment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts.permissions import (
    approved_organisation_of,
    hat_of,
    is_moderator,
    membership_of,
)
from grandest_portal.core.access import require
from grandest_portal.core.documents.produce import FORMATS, ProductionError, produce
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.forms import ReasonForm
from grandest_portal.core.limits import by_person, limited
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import StepFlow, same_hat, step_page, trail
from suppliers.actions import (
    choose_assessment_audience,
    comment_assessment,
    save_answers,
    sign_assessment,
    start_assessment,
    withdraw_assessment,
)
from suppliers.actions.assessments import COMMENTED
from suppliers.audience import audiences_of, granted_request, reads_for
from suppliers.enums import Audience
from suppliers.forms.assessments import (
    AssessmentAudienceForm,
    CommentForm,
    SignatureForm,
    answers_in,
    steps_of,
)
from suppliers.innovation import (
    content_of,
    document_of,
    is_answered,
    mark_of_content,
    questions_on,
    wordings_on,
)
from suppliers.models import Assessment, Solution
from suppliers.permissions import can_review_solution, speaks_for


def solution_or_404(request, pk):
    rows = Solution.objects.visible_to(request.user).select_related("company", "company__organisation")
    return get_object_or_404(rows, pk=pk)


def own_solution(request, pk):
    """The solution in whose company's name the person speaks: 404 when unseen, 403 otherwise."""
    solution = solution_or_404(request, pk)
    require(speaks_for(request.user, solution))
    return solution


def is_inside(user, solution):
    """Who prepares and keeps its notes: the company's approved people, readers included, and moderators."""
    return is_moderator(user) or reads_for(user, solution)


def past_notes(user, solution):
    """The signed notes that the person reads whatever became of them: all for moderators; for the approved people of a
    company, its own, even after the sheet went to another one."""
    rows = Assessment.objects.past().filter(solution=solution).for_list()
    if is_moderator(user):
        return rows
    organisation = approved_organisation_of(user)
    return rows.none() if organisation is None else rows.filter(company__organisation=organisation)


def signed_note(solution):
    return Assessment.objects.signed().filter(solution=solution).for_list().first()


def draft_of(solution):
    draft = Assessment.objects.drafts().filter(solution=solution).first()
    if draft is not None:
        draft.solution = solution
    return draft


def no_draft(request, solution):
    """Signed meanwhile, by a colleague or in another tab."""
    messages.info(request, _("Aucune note n'est en préparation : elle est peut-être déjà signée."))
    return redirect("suppliers:assessment", solution.pk)


def signed_or_404(solution):
    note = signed_note(solution)
    if note is None:
        raise Http404
    return note


def crumbs_of(solution, label):
    here = [
        {"label": _("Solutions"), "url": reverse("suppliers:solution_list")},
        {"label": str(solution), "url": reverse("suppliers:solution_detail", args=[solution.pk])},
    ]
    home = reverse("suppliers:assessment", args=[solution.pk])
    title = _("Auto-évaluation de l'innovation")
    return [*here, {"label": title, "url": home}, {"label": label}] if label else [*here, {"label": title}]


@login_not_required
@require_safe
def assessment(request, pk):
    """The note in force, for its audience; what to do next, for the company."""
    return home(request, solution_or_404(request, pk))


def home(request, solution, *, failed=False):
    user, note = request.user, signed_note(solution)
    inside, speaks = is_inside(user, solution), speaks_for(user, solution)
    readable = note is not None and note.audience in audiences_of(user, solution)
    past = past_notes(user, solution)
    if note is None and not inside and not past.exists():
        raise Http404
    today = timezone.localdate()
    context = {
        "solution": solution,
        "note": note,
        "document": document_of(note, today) if readable else None,
        "granted": note is not None and not readable and given_on_request(user, note),
        "failed": failed,
        "draft": Assessment.objects.drafts().filter(solution=solution).first() if speaks else None,
        "first_step": first_step() if speaks else "",
        "past": past,
        "texts": wordings_on(today),
        "speaks": speaks,
        "inside": inside,
        "reviews": note is not None and can_review_solution(user, solution),
        "crumbs": crumbs_of(solution, ""),
    }
    return render(request, "suppliers/assessment.html", context, status=503 if failed else 200)


def given_on_request(user, note):
    """Whether the company said yes to the person's organisation: it reads the note where each reading is kept."""
    return note.audience == Audience.REQUEST and granted_request(user, note.solution) is not None


def first_step():
    steps = steps_of(questions_on(timezone.localdate()))
    return steps[0].slug if steps else ""


@require_safe
def assessment_note(request, pk, note):
    """A note that was signed once, in force or not, for those who read every note of its company."""
    solution = solution_or_404(request, pk)
    row = past_notes(request.user, solution).filter(pk=note).first()
    require(row is not None)
    document = document_of(row, timezone.localdate())
    crumbs = crumbs_of(solution, _("Note du %(day)s") % {"day": document["day_words"]})
    context = {"solution": solution, "note": row, "document": document, "crumbs": crumbs}
    return render(request, "suppliers/assessment_note.html", context)


@login_not_required
@require_safe
@limited("document", key=by_person)
def assessment_pdf(request, pk, note):
    solution = solution_or_404(request, pk)
    row = get_object_or_404(Assessment.objects.past().filter(solution=solution).for_list(), pk=note)
    if not (row.is_signed and row.audience in audiences_of(request.user, solution)):
        require(past_notes(request.user, solution).filter(pk=row.pk).exists())
    try:
        content = produce(document_of(row, timezone.localdate()), "pdf")
    except ProductionError:
        return home(request, solution, failed=True)
    name = f"auto-evaluation-{solution.reference}-{row.pk}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=FORMATS["pdf"], headers=headers)


@require_POST
def assessment_start(request, pk):
    """The draft is made, or found again, and its first step opens."""
    solution = own_solution(request, pk)
    start_assessment(solution, by=request.user)
    slug = first_step()
    if not slug:
        messages.warning(request, _("Aucune question n'est posée en ce moment."))
        return redirect("suppliers:assessment", pk)
    return redirect("suppliers:assessment_step", pk, slug)


def flow_of(request, solution, draft):
    home_url = reverse("suppliers:assessment", args=[solution.pk])

    def save(data, version):
        return save_answers(draft, answers=answers_in(data), by=request.user, version=version)

    def answered(row, step):
        return all(is_answered(row.answers, question) for _number, question in step.form_class.questions)

    return StepFlow(
        steps=steps_of(questions_on(timezone.localdate())),
        save=save,
        edit_url=lambda _row, slug: reverse("suppliers:assessment_step", args=[solution.pk, slug]),
        check_url=lambda _row: reverse("suppliers:assessment_sign", args=[solution.pk]),
        quit_url=home_url,
        template="suppliers/assessment_step.html",
        acting=hat_of(request.user),
        autosave=True,
        check_label=_("Relire et signer"),
        answered=answered,
        crumbs=crumbs_of(solution, _("Répondre")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_step(request, pk, step):
    solution = own_solution(request, pk)
    draft = draft_of(solution)
    if draft is None:
        return no_draft(request, solution)
    return step_page(request, flow_of(request, solution, draft), draft, step)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def assessment_sign(request, pk):
    """The note as it would be signed, what was not answered, and the signature."""
    solution = own_solution(request, pk)
    draft = draft_of(solution)
    if draft is None:
        return no_draft(request, solution)
    flow, membership = flow_of(request, solution, draft), membership_of(request.user)
    form = SignatureForm(
        request.POST if request.method == "POST" else None,
        initial={"position": membership.position, "audience": draft.audience},
    )
    if request.method == "POST" and form.is_valid() and same_hat(request, flow.acting, form):
        draft = signed_or_refused(request, draft, form)
        if draft is None:
            return redirect("suppliers:assessment", pk)
    today = timezone.localdate()
    context = {
        "solution": solution,
        "form": form,
        "document": document_of(draft, today),
        "mark": mark_of_content(content_of(draft, today)),
        "acting": flow.acting,
        "trail": trail(flow, draft),
        "total": len(flow.steps) + 1,
        "signer": request.user,
        "crumbs": flow.crumbs,
    }
    status = 409 if form.conflict else 422 if form.errors else 200
    return render(request, "suppliers/assessment_sign.html", context, status=status)


def signed_or_refused(request, draft, form):
    """None once it is signed; else the draft as it stands now, the refusal said in the form."""
    try:
        sign_assessment(
            draft,
            by=request.user,
            position=form.cleaned_data["position"],
            audience=form.cleaned_data["audience"],
            mark=mark_on(request),
        )
    except DomainError as error:
        form.refuse(error)
        form.conflict = isinstance(error, Conflict)
        return error.current if form.conflict else draft
    messages.success(request, _("La note est signée. Elle garde ce texte, quoi qu'il arrive à la fiche."))
    return None


def small_page(request, solution, form, act, *, title, lead, button, done, hidden=""):
    """A page with one form and one action; `hidden` is the mark of the comment that was on screen."""
    conflict = []
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect("suppliers:assessment", solution.pk)
        except Conflict as error:
            conflict = [{"label": form["text"].label, "stored": error.current.comment}]
            hidden = mark_of(error.current, COMMENTED)
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    context = {
        "solution": solution,
        "form": form,
        "conflict": conflict,
        "title": title,
        "lead": lead,
        "button": button,
        "hidden": hidden,
        "crumbs": crumbs_of(solution, title),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "suppliers/assessment_form.html", context, status=status)


def typed(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_audience(request, pk):
    solution = own_solution(request, pk)
    note = signed_or_404(solution)
    return small_page(
        request,
        solution,
        AssessmentAudienceForm(typed(request), initial={"audience": note.audience}),
        lambda data: choose_assessment_audience(note, audience=data["audience"], by=request.user),
        title=_("Qui lit la note"),
        lead=_("Le texte signé ne change pas."),
        button=_("Enregistrer"),
        done=_("Le public de la note est enregistré."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_withdraw(request, pk):
    solution = own_solution(request, pk)
    note = signed_or_404(solution)
    return small_page(
        request,
        solution,
        ReasonForm(
            typed(request), label=_("Motif"), help_text=_("Il reste avec la note, pour votre entreprise.")
        ),
        lambda data: withdraw_assessment(note, by=request.user, reason=data["reason"]),
        title=_("Retirer la note"),
        lead=_("Elle quitte la page de la solution. Votre entreprise et la modération la lisent encore."),
        button=_("Retirer la note"),
        done=_("La note est retirée."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_comment(request, pk):
    solution = solution_or_404(request, pk)
    require(can_review_solution(request.user, solution))
    note = signed_or_404(solution)
    return small_page(
        request,
        solution,
        CommentForm(typed(request), initial={"text": note.comment}),
        lambda data: comment_assessment(note, text=data["text"], by=request.user, seen=mark_on(request)),
        title=_("Commenter la note"),
        lead=_("La note reste celle de l'entreprise : rien de son texte ne change."),
        button=_("Enregistrer le commentaire"),
        done=_("Le commentaire est enregistré."),
        hidden=request.POST.get("version") or mark_of(note, COMMENTED),
    )
