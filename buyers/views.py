"""Registering a public buyer, and its profile."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buyers.actions import register_buyer, update_buyer
from buyers.forms import BuyerProfileForm, BuyerRegistrationForm
from buyers.permissions import buyer_of, can_edit_buyer
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.permissions import (
    can_administer,
    has_own_organisation,
    membership_of,
    organisation_of,
)
from grandest_portal.accounts.views.registration import RegistrationPage, what_follows
from grandest_portal.core.access import require
from grandest_portal.core.errors import Conflict
from grandest_portal.core.seen import mark_of, mark_on
from grandest_portal.core.steps import both_versions


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    if has_own_organisation(request.user):
        messages.info(request, _("Vous êtes déjà rattaché à une organisation."))
        return redirect("pages:dashboard")
    page = RegistrationPage(request, BuyerRegistrationForm)
    if page.is_complete and page.attach(register_buyer, kind=page.form.cleaned_data["kind"]):
        return redirect("buyers:registered")
    return page.render("buyers/register.html")


@require_safe
def registered(request):
    """What happens next, for a person whose request waits."""
    membership = membership_of(request.user)
    if buyer_of(request.user) is None or membership.status != MembershipStatus.REQUESTED:
        return redirect("pages:dashboard")
    return render(request, "buyers/registered.html", what_follows(membership))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request):
    buyer = buyer_of(request.user)
    if buyer is None:
        require(organisation_of(request.user) is None)
        messages.info(request, _("Dites d'abord au nom de quel acheteur public vous venez."))
        return redirect("buyers:register")
    require(can_edit_buyer(request.user, buyer))
    version, conflict = request.POST.get("version") or mark_of(buyer, BuyerProfileForm.base_fields), []
    form = BuyerProfileForm(request.POST or None, instance=buyer)
    if request.method == "POST" and form.is_valid():
        try:
            update_buyer(buyer, data=form.cleaned_data, by=request.user, seen=mark_on(request))
            messages.success(request, _("Le profil de l'acheteur est enregistré."))
            return redirect("pages:dashboard")
        except Conflict as error:
            conflict = both_versions(form, BuyerProfileForm(instance=error.current))
            version = mark_of(error.current, BuyerProfileForm.base_fields)
            form.refuse(error)
    return render(
        request,
        "buyers/edit.html",
        {
            "form": form,
            "version": version,
            "conflict": conflict,
            "organisation": buyer.organisation,
            "can_describe": can_administer(request.user, buyer.organisation),
        },
        status=409 if conflict else 422 if form.errors else 200,
    )
