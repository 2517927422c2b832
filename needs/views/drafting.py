"""Writing a need: five steps, a page that shows every answer, a confirmation."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buyers.permissions import buyer_of
from grandest_portal.accounts.enums import Side
from grandest_portal.accounts.permissions import hat_of, membership_of
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict, DomainError
from grandest_portal.core.once import once, typed_token
from grandest_portal.core.seen import marks_of
from grandest_portal.core.steps import (
    StepFlow,
    answers_of,
    autosaving,
    missing_answers,
    step_page,
    trail,
)
from grandest_portal.reference.delays import moderation_promise
from needs.actions import create_need, recall_need, submit_need, update_need
from needs.enums import NeedStatus
from needs.forms import NEED_STEPS
from needs.models import Need
from needs.permissions import can_create_need, can_delete_need, can_edit_need, can_submit_need, writes_for
from needs.versioning import content_to_send
from needs.window import PROPOSED, rule


def suggestions(user):
    """What a new draft holds before anybody typed it: shown in its steps, where it is changed like the rest."""
    membership = membership_of(user)
    return {
        "contact_name": user.full_name[:120],
        "contact_role": (membership.position or str(membership.department or ""))[:120],
        "sourcing_days": rule(PROPOSED, timezone.localdate()),
    }


def flow_of(request, need=None):
    """The steps of a new draft, or of `need`."""
    user = request.user
    mine = {"label": _("Mes besoins"), "url": reverse("needs:mine")}

    def save(data, version):
        if need is None:
            return create_need(
                buyer_of(user), data=data, by=user, token=typed_token(request), proposed=suggestions(user)
            )
        return update_need(need, data=data, by=user, version=version, quiet=autosaving(request))

    return StepFlow(
        steps=NEED_STEPS,
        save=save,
        edit_url=lambda draft, slug: reverse("needs:edit", args=[draft.pk, slug]),
        check_url=lambda draft: reverse("needs:check", args=[draft.pk]),
        quit_url=reverse("needs:mine"),
        template="needs/step_page.html",
        crumbs=[mine, {"label": str(need) if need else _("Nouveau besoin")}],
        acting=hat_of(user),
        token="" if need else str(uuid.uuid4()),
        autosave=True,
        beside_url=lambda draft, slug: reverse("needs:step_findings", args=[draft.pk, slug]),
        answered=lambda draft, step: not draft.changed_in.keys().isdisjoint(step.form_class.base_fields),
    )


def unregistered_buyer(user):
    """A person who signed up as a buyer and has not said yet for which organisation."""
    return user.side == Side.BUYER and membership_of(user) is None


def own_need(request, pk):
    return get_object_or_404(
        Need.objects.visible_to(request.user).select_related("buyer__organisation"), pk=pk
    )


def was_sent(request, need):
    """True, said in words, for who wrote a need that moderators now read and comes back to its form."""
    if request.method != "GET" or need.status != NeedStatus.SUBMITTED or not writes_for(request.user, need):
        return False
    messages.info(request, _("Ce besoin est en relecture. Pour changer son texte, reprenez-le."))
    return True


@require_http_methods(["GET", "POST"])
def need_create(request):
    if unregistered_buyer(request.user):
        messages.info(request, _("Dites d'abord pour quelle organisation vous déposez ce besoin."))
        return redirect("buyers:register")
    require(can_create_need(request.user))
    return step_page(request, flow_of(request), None, NEED_STEPS[0].slug)


@require_http_methods(["GET", "POST"])
def need_edit(request, pk, step):
    need = own_need(request, pk)
    if was_sent(request, need):
        return redirect("needs:detail", need.pk)
    require(can_edit_need(request.user, need))
    return step_page(request, flow_of(request, need), need, step)


@require_http_methods(["GET", "POST"])
@once
def need_check(request, pk):
    """Every answer, what is missing, and the button that sends it to the moderators."""
    need, errors, status = own_need(request, pk), [], 200
    if request.method == "POST" and need.status == NeedStatus.SUBMITTED:
        return redirect("needs:submitted", need.pk)
    if was_sent(request, need):
        return redirect("needs:detail", need.pk)
    require(can_submit_need(request.user, need))
    if request.method == "POST":
        try:
            submit_need(need, by=request.user, seen=request.POST.get("version", ""))
            return redirect("needs:submitted", need.pk)
        except DomainError as error:
            # Sent twice at once, or by a colleague meanwhile: it is where the person wants it.
            if Need.objects.prepared_by(request.user).filter(pk=pk, status=NeedStatus.SUBMITTED).exists():
                return redirect("needs:submitted", need.pk)
            errors = [{"text": error.message, "href": ""}]
            if isinstance(error, Conflict):
                need, status = error.current, 409
            else:
                status = 422
    flow = flow_of(request, need)
    context = {
        "need": need,
        "sections": answers_of(flow, need),
        "missing": missing_answers(flow, need),
        "number": len(NEED_STEPS) + 1,
        "trail": trail(flow, need),
        "seen": marks_of(content_to_send(need)),
        "errors": errors,
        "has_errors": bool(errors),
        "can_delete": can_delete_need(request.user, need),
        "crumbs": flow.crumbs,
    }
    return render(request, "needs/check.html", context, status=status)


@require_safe
def need_submitted(request, pk):
    """What happens next, when, and the reference to quote."""
    need = get_object_or_404(
        Need.objects.prepared_by(request.user).select_related("buyer__organisation"), pk=pk
    )
    if need.is_editable:
        return redirect("needs:check", need.pk)
    return render(request, "needs/submitted.html", {"need": need, "next": what_follows(need)})


@require_POST
def need_recall(request, pk):
    """Back to a draft, as long as no moderator has decided; a decision taken meanwhile is said on the page."""
    need = own_need(request, pk)
    require(writes_for(request.user, need))
    recall_need(need, by=request.user)
    messages.success(request, _("Ce besoin est de nouveau un brouillon. Corrigez-le, puis renvoyez-le."))
    return redirect("needs:check", need.pk)


def what_follows(need):
    sentences = [
        _("La modération relit votre texte ; elle ne le réécrit pas."),
        _("Tant qu'elle n'a pas décidé, vous pouvez le reprendre pour le corriger, sur la page du besoin."),
        moderation_promise(timezone.localdate()),
        _("Une fois publié, le besoin est lu par tous, et vous voyez les solutions les plus proches."),
    ]
    if need.buyer.organisation.verified_at is None:
        name = need.buyer_name
        sentences.insert(0, _("Nous vérifions d'abord que vous représentez bien %(name)s.") % {"name": name})
    return sentences
