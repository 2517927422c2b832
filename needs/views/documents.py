"""The documents of a need, for those who prepare it: listed, added, read, removed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.attachments.actions import add_attachment, remove_attachment
from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.forms import FORMS
from grandest_portal.attachments.presentation import row_of, scanner_sentence
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.uploads import too_heavy
from grandest_portal.core.limits import by_person, limited
from needs.documents import KIND, check_open
from needs.forms import NEED_STEPS
from needs.models import Need
from needs.permissions import can_change_documents, can_edit_need, can_write_documents

PURPOSES = {"public": Purpose.PUBLIC, "travail": Purpose.SOURCE, "recu": Purpose.RECEIVED}
SECTIONS = (
    (
        "public",
        gettext_lazy("Documents publics"),
        gettext_lazy("Publiés avec le besoin : tous peuvent les télécharger, sans compte."),
        gettext_lazy("Ajouter un document public"),
    ),
    (
        "travail",
        gettext_lazy("Vos documents de travail"),
        gettext_lazy(
            "Lus par votre organisation seule. Leur texte s'affiche à côté du formulaire, pour y copier des passages."
        ),
        gettext_lazy("Ajouter un document de travail"),
    ),
    (
        "recu",
        gettext_lazy("Documents reçus d'entreprises"),
        gettext_lazy(
            "Lus par votre organisation seule. Ils servent à vérifier que le besoin ne recopie pas une offre."
        ),
        gettext_lazy("Ajouter un document reçu"),
    ),
)
TITLES = {slug: add for slug, _title, _intro, add in SECTIONS}


def prepared_need(request, pk):
    rows = Need.objects.prepared_by(request.user).select_related("buyer__organisation")
    return get_object_or_404(rows, pk=pk)


def document_of(need, pk):
    return get_object_or_404(documents_of(KIND, need.pk), pk=pk)


def crumbs_of(need, label=""):
    """To the need, its documents and, with a `label`, one page below."""
    here = {"label": _("Documents"), "url": reverse("needs:documents", args=[need.pk])}
    trail = [
        {"label": _("Mes besoins"), "url": reverse("needs:mine")},
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        here,
    ]
    return [*trail, {"label": label}] if label else [*trail[:2], {"label": here["label"]}]


@require_safe
def need_documents(request, pk):
    """Every document of the need, by what it is for."""
    need = prepared_need(request, pk)
    rows = [row_of(each) for each in documents_of(KIND, need.pk)]
    sections = [
        {
            "title": title,
            "intro": intro,
            "add": add,
            "add_url": reverse("needs:document_add", args=[need.pk, slug]),
            "rows": [row for row in rows if row["attachment"].purpose == PURPOSES[slug]],
        }
        for slug, title, intro, add in SECTIONS
    ]
    context = {
        "need": need,
        "sections": sections,
        "can_change": can_change_documents(request.user, need),
        "scanner": scanner_sentence(),
        "step_url": step_url(request.user, need, NEED_STEPS[0].slug),
        "crumbs": crumbs_of(need),
    }
    return render(request, "needs/documents.html", context)


def step_url(user, need, slug):
    """The page of a step of the draft; "" when there is no such step, or the person does not edit the need."""
    known = {step.slug for step in NEED_STEPS}
    return reverse("needs:edit", args=[need.pk, slug]) if slug in known and can_edit_need(user, need) else ""


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload", key=by_person, when=lambda request: request.method == "POST")
def document_add(request, pk, purpose):
    """One form per purpose; an error leaves what was typed, the file alone must be chosen again."""
    need = prepared_need(request, pk)
    if purpose not in PURPOSES:
        raise Http404
    require(can_write_documents(request.user, need))
    check_open(need)
    back = step_url(request.user, need, request.GET.get("retour", "")) or reverse(
        "needs:documents", args=[need.pk]
    )
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[PURPOSES[purpose]](*typed, left_out=too_heavy(request))
    if form.is_valid() and stored(request, need, form):
        return redirect(back)
    context = {
        "need": need,
        "title": TITLES[purpose],
        "form": form,
        "back": back,
        "scanner": scanner_sentence(),
        "crumbs": crumbs_of(need, TITLES[purpose]),
    }
    return render(request, "needs/document_add.html", context, status=422 if form.errors else 200)


def stored(request, need, form):
    """True when the file is kept; what the action refuses is said in the form."""
    upload = form.cleaned_data["file"]
    try:
        attachment = add_attachment(
            KIND, need.pk, purpose=form.purpose, upload=upload, by=request.user, **form.answers()
        )
    except DomainError as error:
        form.refuse(error)
        return False
    messages.success(request, _("« %(name)s » est ajouté.") % {"name": attachment.name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request, pk, document):
    """A page that asks once more; only its button removes."""
    need = prepared_need(request, pk)
    attachment = document_of(need, document)
    require(can_write_documents(request.user, need))
    check_open(need)
    if request.method == "POST":
        remove_attachment(attachment, by=request.user)
        messages.success(request, _("« %(name)s » est retiré.") % {"name": attachment.name})
        return redirect("needs:documents", need.pk)
    context = {"need": need, "row": row_of(attachment), "crumbs": crumbs_of(need, _("Retirer un document"))}
    return render(request, "needs/document_remove.html", context)


@require_safe
def document_text(request, pk, document):
    """The whole text that was read, to select and copy."""
    need = prepared_need(request, pk)
    attachment = document_of(need, document)
    if not attachment.is_served or not attachment.text:
        raise Http404
    context = {"attachment": attachment, "need": need, "crumbs": crumbs_of(need, _("Texte lu"))}
    return render(request, "needs/document_text.html", context)
