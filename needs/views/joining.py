"""Another buyer has the same need; a need serves as a model."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from buyers.permissions import speaking_buyer_of, writing_buyer_of
from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.once import once, typed_token
from grandest_portal.core.steps import OTHER_HAT, same_hat
from grandest_portal.reference.pace import paced
from needs.actions import copy_need, join_need, leave_need
from needs.forms import JoinForm
from needs.models import Need, NeedJoin
from needs.permissions import can_copy_need, can_join_need, can_leave_join
from needs.views.drafting import own_need


@require_http_methods(["GET", "POST"])
@paced("dialog_verbs_per_hour")
@once
def need_join(request, pk):
    """Say that one's own organisation has the same need; an error leaves what was typed on the page."""
    need = own_need(request, pk)
    require(can_join_need(request.user, need))
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and same_hat(request, hat_of(request.user), form):
        try:
            join_need(need, speaking_buyer_of(request.user), by=request.user, **form.cleaned_data)
            messages.success(request, _("Votre organisation figure maintenant sur la page de ce besoin."))
            return redirect(f"{reverse('needs:detail', args=[need.pk])}#rejoint")
        except DomainError as error:
            form.refuse(error)
    crumbs = [
        {"label": _("Besoins"), "url": reverse("needs:list")},
        {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
        {"label": _("Même besoin chez nous")},
    ]
    context = {"need": need, "form": form, "acting": hat_of(request.user), "crumbs": crumbs}
    return render(request, "needs/join.html", context, status=422 if form.errors else 200)


@require_POST
@paced("dialog_verbs_per_hour")
@once
def need_leave(request, pk, join_pk):
    join = get_object_or_404(
        NeedJoin.objects.live().select_related("need"),
        pk=join_pk,
        need__in=Need.objects.visible_to(request.user).filter(pk=pk),
    )
    require(can_leave_join(request.user, join))
    leave_need(join, by=request.user)
    messages.success(request, _("Votre organisation ne figure plus sur la page de ce besoin."))
    return redirect("needs:detail", pk)


@require_POST
@once
def need_copy(request, pk):
    """A new draft with the texts of this need, opened at its last page; the same one for a button pressed twice."""
    need = own_need(request, pk)
    require(can_copy_need(request.user, need))
    if request.POST.get("acting", hat_of(request.user)) != hat_of(request.user):
        raise DomainError(OTHER_HAT)
    copy = copy_need(need, writing_buyer_of(request.user), by=request.user, token=typed_token(request))
    messages.success(
        request,
        _("Un brouillon reprend ce texte, sans ses dates ni son contact : adaptez-le à votre besoin."),
    )
    return redirect("needs:check", copy.pk)
