"""Contesting the rejection of a need."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandest_portal.core.access import require
from grandest_portal.core.once import once
from grandest_portal.reports.views import appeal_page
from needs.models import Need
from needs.permissions import can_appeal_need


@require_http_methods(["GET", "POST"])
@once
def need_appeal(request, pk):
    rows = Need.objects.visible_to(request.user).select_related("buyer__organisation")
    need = get_object_or_404(rows, pk=pk)
    require(can_appeal_need(request.user, need))
    back = reverse("needs:detail", args=[pk])
    crumbs = [{"label": _("Mes besoins"), "url": reverse("needs:mine")}, {"label": str(need), "url": back}]
    return appeal_page(request, "need", need, back, crumbs)
