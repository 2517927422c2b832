"""The trash of drafts: put in, taken back within thirty days."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buyers.permissions import buyer_of
from grandest_portal.core.access import require
from grandest_portal.core.dates import day
from grandest_portal.core.listing import page_of
from needs.actions import restore_need, trash_need
from needs.actions.trash import trash_days
from needs.models import Need
from needs.permissions import can_create_need, can_delete_need
from needs.views.drafting import own_need


@require_http_methods(["GET", "POST"])
def need_delete(request, pk):
    """A page that asks once more; only its button puts the draft in the trash."""
    need = own_need(request, pk)
    require(can_delete_need(request.user, need))
    if request.method == "POST":
        trash_need(need, by=request.user)
        return redirect(f"{reverse('needs:mine')}?corbeille={need.pk}")
    crumbs = [
        {"label": _("Mes besoins"), "url": reverse("needs:mine")},
        {"label": _("Supprimer un brouillon")},
    ]
    days = trash_days(timezone.localdate())
    return render(request, "needs/delete.html", {"need": need, "days": days, "crumbs": crumbs})


def just_trashed(request):
    """The draft that the person has just put in the trash, so that the list offers to take it back; or None."""
    asked = request.GET.get("corbeille", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return Need.objects.in_trash_of(request.user).filter(pk=asked).first()


@require_safe
def need_trash(request):
    """The drafts in the trash, the latest first."""
    require(buyer_of(request.user) is not None)
    rows = Need.objects.in_trash_of(request.user).select_related("buyer__organisation")
    page = page_of(request, rows.order_by("-trashed_at", "-pk"))
    context = {
        "page_obj": page,
        "rows": [{"need": need, "since": day(need.trashed_at)} for need in page],
        "days": trash_days(timezone.localdate()),
        "can_restore": can_create_need(request.user),
        "crumbs": [{"label": _("Mes besoins"), "url": reverse("needs:mine")}, {"label": _("Corbeille")}],
    }
    return render(request, "needs/trash.html", context)


@require_POST
def need_restore(request, pk):
    need = get_object_or_404(Need.objects.in_trash_of(request.user), pk=pk)
    require(can_delete_need(request.user, need))
    restore_need(need, by=request.user)
    messages.success(request, _("Le brouillon « %(need)s » est repris, tel qu'il était.") % {"need": need})
    return redirect("needs:check", need.pk)
