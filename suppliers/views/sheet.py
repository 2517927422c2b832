"""What hangs from a sheet, for those who prepare it: its documents, its references."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.attachments.pages import DocumentPages, Section
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.limits import by_person, limited
from grandest_portal.core.once import once
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions
from suppliers.actions import add_reference, change_reference, remove_reference
from suppliers.actions.references import NAMES
from suppliers.forms import PictureForm, ReferenceForm, SheetDocumentForm
from suppliers.models import Solution
from suppliers.permissions import can_amend_solution, can_change_parts, can_submit_solution
from suppliers.versioning import KIND


def own_solution(request, pk):
    """One that the person may prepare; 404 for the others."""
    rows = Solution.objects.prepared_by(request.user).select_related("company__organisation")
    return get_object_or_404(rows, pk=pk)


def before(user, solution):
    """Back to the page that shows every answer."""
    if can_amend_solution(user, solution):
        return {
            "label": _("Revenir à la fiche publiée à modifier"),
            "url": reverse("suppliers:amend", args=[solution.pk]),
        }
    if not can_submit_solution(user, solution):
        return None
    return {"label": _("Revenir à « Vérifier et envoyer »"), "url": check_url(solution)}


def check_url(solution):
    return reverse("suppliers:solution_check", args=[solution.pk])


def notices(user, solution):
    """What a change does, or why there is none."""
    if not can_change_parts(user, solution):
        return [{"title": "", "text": frozen_sentence(solution), "tone": ""}]
    if not solution.is_published:
        return []
    seen = _(
        "Elle est datée sur la page de la fiche et dans ses versions, les personnes qui suivent la fiche sont "
        "prévenues, et la modération la relit ensuite."
    )
    return [{"title": _("Chaque modification est publique dès l'envoi"), "text": seen, "tone": "mirabelle"}]


def removal(solution, attachment):
    if solution.is_published:
        return _(
            "Le document disparaît de la page dès maintenant ; les versions de la fiche disent qu'il est retiré, et "
            "les personnes qui la suivent sont prévenues. Le fichier est gardé jusqu'à la relecture par la modération, "
            "qui peut le remettre, puis effacé."
        )
    return _("Le fichier est effacé ; le journal garde la date du retrait.")


def frozen_sentence(solution):
    return _("Rien ne change ici tant que l'état de la fiche est « %(now)s ».") % {
        "now": solution.get_status_display()
    }


PAGES = DocumentPages(
    kind=KIND,
    namespace="suppliers",
    title=gettext_lazy("Documents et images de la fiche"),
    sections=(
        Section(
            "image",
            gettext_lazy("Images"),
            gettext_lazy("Montrées sur la page de la solution, avec le texte qui les remplace."),
            gettext_lazy("Ajouter une image"),
            PictureForm,
            lambda attachment: attachment.is_picture,
        ),
        Section(
            "document",
            gettext_lazy("Documents"),
            gettext_lazy(
                "Pour chacun, vous dites qui le lit : tous, les acheteurs connectés, ou sur demande."
            ),
            gettext_lazy("Ajouter un document"),
            SheetDocumentForm,
            lambda attachment: not attachment.is_picture,
        ),
    ),
    find=own_solution,
    mine=(gettext_lazy("Mes solutions"), "suppliers:mine"),
    changes=can_change_parts,
    notices=notices,
    removal=removal,
    before=before,
)


@require_safe
def documents(request, pk):
    return PAGES.show(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload", key=by_person, when=lambda request: request.method == "POST")
def document_add(request, pk, sort):
    return PAGES.add(request, pk, sort)


@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request, pk, document):
    return PAGES.remove(request, pk, document)


def crumbs_of(solution, label=""):
    here = {"label": _("Références"), "url": reverse("suppliers:references", args=[solution.pk])}
    trail = [
        {"label": _("Mes solutions"), "url": reverse("suppliers:mine")},
        {"label": str(solution), "url": reverse("suppliers:solution_detail", args=[solution.pk])},
        here,
    ]
    return [*trail, {"label": label}] if label else [*trail[:2], {"label": here["label"]}]


@require_safe
def references(request, pk):
    """The references of a sheet, one by one."""
    solution = own_solution(request, pk)
    context = {
        "solution": solution,
        "rows": solution.reference_rows.for_list(),
        "can_change": can_change_parts(request.user, solution),
        "notices": notices(request.user, solution),
        "before": before(request.user, solution),
        "crumbs": crumbs_of(solution),
    }
    return render(request, "suppliers/references.html", context)


def reference_page(request, solution, form, title, **more):
    context = {
        "solution": solution,
        "form": form,
        "title": title,
        "back": reverse("suppliers:references", args=[solution.pk]),
        "crumbs": crumbs_of(solution, title),
        "version": "",
        "conflict": [],
        **more,
    }
    status = 409 if context["conflict"] else 422 if form.errors else 200
    return render(request, "suppliers/reference_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def reference_add(request, pk):
    solution = own_solution(request, pk)
    require(can_change_parts(request.user, solution))
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = add_reference(solution, data=form.answers(), by=request.user)
            messages.success(request, _("La référence « %(who)s » est ajoutée.") % {"who": row})
            return redirect("suppliers:references", pk)
        except DomainError as error:
            form.refuse(error)
    return reference_page(request, solution, form, _("Ajouter une référence"))


@require_http_methods(["GET", "HEAD", "POST"])
def reference_edit(request, pk, reference):
    solution = own_solution(request, pk)
    row = get_object_or_404(solution.reference_rows, pk=reference)
    require(can_change_parts(request.user, solution))
    version, conflict = request.POST.get("version") or mark_of(row, NAMES), []
    form = ReferenceForm(request.POST if request.method == "POST" else None, initial=ReferenceForm.of(row))
    if form.is_valid():
        try:
            change_reference(row, data=form.answers(), by=request.user, seen=mark_on(request))
            messages.success(request, _("La référence est enregistrée."))
            return redirect("suppliers:references", pk)
        except Conflict as error:
            conflict = both_versions(form, ReferenceForm(initial=ReferenceForm.of(error.current)))
            version = mark_of(error.current, NAMES)
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
    title = _("Modifier une référence")
    return reference_page(request, solution, form, title, version=version, conflict=conflict)


@require_http_methods(["GET", "HEAD", "POST"])
def reference_remove(request, pk, reference):
    """A page that asks once more; only its button removes."""
    solution = own_solution(request, pk)
    row = get_object_or_404(solution.reference_rows, pk=reference)
    require(can_change_parts(request.user, solution))
    if request.method == "POST":
        remove_reference(row, by=request.user)
        messages.success(request, _("La référence « %(who)s » est retirée.") % {"who": row})
        return redirect("suppliers:references", pk)
    title = _("Retirer une référence")
    context = {"row": row, "solution": solution, "title": title, "crumbs": crumbs_of(solution, title)}
    return render(request, "suppliers/reference_remove.html", context)
