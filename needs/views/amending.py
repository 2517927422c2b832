"""Changing a published need: the same steps, each change public at once; its versions and what differs between two."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.permissions import hat_of
from grandest_portal.core.access import require
from grandest_portal.core.limits import asks, limited
from grandest_portal.core.steps import StepFlow, answers_of, step_page
from grandest_portal.core.versions_page import versions_context
from needs.actions import amend_need
from needs.checks import open_findings, typed_findings
from needs.forms import AMENDMENT_STEPS
from needs.models import Need
from needs.permissions import can_amend_need, can_see_all_versions
from needs.versioning import FIELDS
from needs.views.drafting import own_need


def flow_of(request, need):
    """The steps of a published need: each leads back to the page that shows every answer."""
    overview = reverse("needs:amend", args=[need.pk])

    def save(data, version):
        return amend_need(need, data=data, by=request.user, version=version)

    def look_first(data):
        return "reread" in request.POST or shows_new_remarks(request, need.pk, data)

    return StepFlow(
        steps=AMENDMENT_STEPS,
        save=save,
        edit_url=lambda _draft, slug: reverse("needs:amend_step", args=[need.pk, slug]),
        check_url=lambda _draft: overview,
        quit_url=overview,
        template="needs/amend_step.html",
        crumbs=[
            {"label": _("Mes besoins"), "url": reverse("needs:mine")},
            {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
            {"label": _("Modifier"), "url": overview},
        ],
        acting=hat_of(request.user),
        look_first=look_first,
    )


def shows_new_remarks(request, pk, data):
    """True while what was typed brings remarks that no page showed: neither the stored text nor the page just sent."""
    need, today = Need.objects.get(pk=pk), timezone.localdate()
    seen = {each.mark for each in open_findings(need, today)} | set(request.POST.get("remarks", "").split())
    typed = [each for each in typed_findings(need, data, today) if each.is_open and each.field in data]
    return any(each.mark not in seen for each in typed)


@require_safe
def need_amend(request, pk):
    """Every answer of a published need, each with the way to change it."""
    need = own_need(request, pk)
    require(can_amend_need(request.user, need))
    flow = flow_of(request, need)
    context = {
        "need": need,
        "sections": answers_of(flow, need),
        "crumbs": [*flow.crumbs[:-1], {"label": _("Modifier")}],
    }
    return render(request, "needs/amend.html", context)


@require_http_methods(["GET", "POST"])
def need_amend_step(request, pk, step):
    need = own_need(request, pk)
    require(can_amend_need(request.user, need))
    response = step_page(request, flow_of(request, need), need, step)
    if response.status_code == 302:
        messages.success(request, _("C'est enregistré, et visible de tous dès maintenant."))
        warn_of_findings(request, need.pk, step)
        return redirect("needs:amend", need.pk)
    return response


def warn_of_findings(request, pk, slug):
    """Say at once what the drafting checks would have stopped in a draft, in the answers of this step."""
    need, (_number, step) = Need.objects.get(pk=pk), AMENDMENT_STEPS.at(slug)
    for finding in open_findings(need, timezone.localdate()):
        if finding.blocks and finding.field in step.form_class.base_fields:
            messages.warning(
                request,
                _("À regarder dès maintenant, %(title)s : %(wording)s")
                % {"title": finding.title, "wording": finding.check.wording},
            )


@login_not_required
@require_safe
@limited("search", when=asks)
def need_versions(request, pk):
    """The stored versions, and the difference between the two that the address names: `de` and `a`."""
    need = get_object_or_404(Need.objects.visible_to(request.user).for_list(), pk=pk)
    everything = can_see_all_versions(request.user, need)
    context = {
        **versions_context(request, need, FIELDS, public_only=not everything),
        "need": need,
        "crumbs": [
            {"label": _("Besoins"), "url": reverse("needs:list")},
            {"label": str(need), "url": reverse("needs:detail", args=[need.pk])},
            {"label": _("Versions")},
        ],
    }
    return render(request, "needs/versions.html", context)
