"""The documents that show a label: added and removed by the company, read by it and by moderators."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.attachments.actions import add_attachment, remove_attachment
from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.forms import FORMS
from grandest_portal.attachments.presentation import row_of, scanner_sentence
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.uploads import too_heavy
from grandest_portal.core.limits import by_person, limited
from suppliers.actions import LABEL_KIND
from suppliers.label_pages import clue_sentence, label_row
from suppliers.models import CompanyLabel
from suppliers.permissions import can_edit_label, company_of
from suppliers.views.companies import go_register
from suppliers.views.profile import crumbs_of

LABELS = "labels"


def own_label(user, pk):
    rows = CompanyLabel.objects.filter(company=company_of(user)).select_related(
        "label", "company__organisation"
    )
    label = get_object_or_404(rows, pk=pk)
    require(can_edit_label(user, label))
    return label


def trail(label, *below):
    parts = reverse("suppliers:company_parts", args=[LABELS])
    return crumbs_of((_("Labels et preuves"), parts), *below)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload", key=by_person, when=lambda request: request.method == "POST")
def label_evidence(request, pk):
    """The evidence of one label, and the form that joins a document to it."""
    if company_of(request.user) is None:
        return go_register(request)
    label = own_label(request.user, pk)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[Purpose.SOURCE](*typed, left_out=too_heavy(request))
    if form.is_valid() and stored(request, label, form):
        return redirect("suppliers:label_evidence", label.pk)
    context = {
        "label": label,
        "line": label_row(label, timezone.localdate()),
        "documents": [
            {
                **row_of(each),
                "remove_url": reverse("suppliers:label_evidence_remove", args=[label.pk, each.pk]),
            }
            for each in documents_of(LABEL_KIND, label.pk)
        ],
        "form": form,
        "scanner": scanner_sentence(),
        "clue": clue_sentence(),
        "crumbs": trail(label, str(label)),
    }
    return render(request, "suppliers/label_evidence.html", context, status=422 if form.errors else 200)


def stored(request, label, form):
    """True when the file is kept; what the action refuses is said in the form."""
    upload = form.cleaned_data["file"]
    try:
        attachment = add_attachment(
            LABEL_KIND, label.pk, purpose=form.purpose, upload=upload, by=request.user, **form.answers()
        )
    except DomainError as error:
        form.refuse(error)
        return False
    messages.success(request, _("« %(name)s » est ajouté.") % {"name": attachment.name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def label_evidence_remove(request, pk, document):
    """A page that asks once more; only its button removes."""
    if company_of(request.user) is None:
        return go_register(request)
    label = own_label(request.user, pk)
    attachment = get_object_or_404(documents_of(LABEL_KIND, label.pk), pk=document)
    back = reverse("suppliers:label_evidence", args=[label.pk])
    if request.method == "POST":
        remove_attachment(attachment, by=request.user)
        messages.success(request, _("« %(name)s » est retiré.") % {"name": attachment.name})
        return redirect(back)
    context = {
        "title": _("Retirer ce document ?"),
        "name": attachment.name,
        "text": _(
            "Le fichier est effacé ; le journal garde la date du retrait. La modération relira le label."
        ),
        "button": _("Retirer le document"),
        "back": back,
        "crumbs": trail(label, (str(label), back), _("Retirer")),
    }
    return render(request, "suppliers/company_remove.html", context)
