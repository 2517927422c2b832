"""The specification of a need: a page to read and print, the same as DOCX and as PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.core.access import require
from grandest_portal.core.documents.produce import FORMATS, ProductionError, produce
from grandest_portal.core.limits import by_person, limited
from needs.models import Need
from needs.permissions import can_prepare_purchase, can_see_contact
from needs.specification.content import specification_of


def specification_or_404(request, pk):
    """(need, its specification) for those who may prepare its purchase."""
    rows = Need.objects.visible_to(request.user).select_related("buyer__organisation")
    need = get_object_or_404(rows.prefetch_related("cpv", "territories"), pk=pk)
    require(can_prepare_purchase(request.user, need))
    return need, specification_of(need, with_contact=can_see_contact(request.user, need))


@require_safe
def specification(request, pk):
    return page(request, *specification_or_404(request, pk))


def page(request, need, document, *, failed=False):
    context = {
        "need": need,
        "document": document,
        "failed": failed,
        "crumbs": [
            {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
            {"label": _("Cahier des charges")},
        ],
    }
    return render(request, "needs/specification.html", context, status=503 if failed else 200)


@require_safe
@limited("document", key=by_person)
def specification_docx(request, pk):
    return download(request, pk, "docx")


@require_safe
@limited("document", key=by_person)
def specification_pdf(request, pk):
    return download(request, pk, "pdf")


def download(request, pk, kind):
    """The file, or the page with a sentence when it could not be made."""
    need, document = specification_or_404(request, pk)
    try:
        content = produce(document, kind)
    except ProductionError:
        return page(request, need, document, failed=True)
    name = f"cahier-des-charges-{need.reference}-v{need.version}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=FORMATS[kind], headers=headers)
