"""Registering a structure that accompanies buyers and companies."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.actions import register_partner
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.forms import PartnerRegistrationForm
from grandest_portal.accounts.permissions import has_own_organisation, membership_of, partner_of
from grandest_portal.accounts.views.registration import RegistrationPage, what_follows


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    if has_own_organisation(request.user):
        messages.info(request, _("Vous êtes déjà rattaché à une organisation."))
        return redirect("pages:dashboard")
    page = RegistrationPage(request, PartnerRegistrationForm)
    if page.is_complete and page.attach(register_partner, kind=page.form.cleaned_data["kind"]):
        return redirect("partners:registered")
    return page.render("partners/register.html")


@require_safe
def registered(request):
    """What happens next, for a person whose request waits."""
    membership = membership_of(request.user)
    if partner_of(request.user) is None or membership.status != MembershipStatus.REQUESTED:
        return redirect("pages:dashboard")
    return render(request, "partners/registered.html", what_follows(membership))
