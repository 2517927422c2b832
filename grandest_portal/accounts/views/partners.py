"""Registering a structure that accompanies buyers and companies."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grandest_portal.accounts.actions import register_partner
from grandest_portal.accounts.enums import MembershipRole, MembershipStatus
from grandest_portal.accounts.forms import PartnerRegistrationForm
from grandest_portal.accounts.permissions import has_own_organisation, membership_of, partner_of
from grandest_portal.accounts.views.registration import RegistrationPage
from grandest_portal.core.errors import DomainError
from grandest_portal.reference.delays import moderation_promise


@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    if has_own_organisation(request.user):
        messages.info(request, _("Vous êtes déjà rattaché à une organisation."))
        return redirect("pages:dashboard")
    page = RegistrationPage(request, PartnerRegistrationForm)
    if page.is_sent and page.form.is_valid():
        try:
            register_partner(
                request.user,
                data=page.form.organisation_data(),
                position=page.form.cleaned_data["position"],
                kind=page.form.cleaned_data["kind"],
                by=request.user,
            )
            return redirect("partners:registered")
        except DomainError as error:
            page.form.refuse(error)
    return page.render("partners/register.html")


@require_safe
def registered(request):
    """What happens next, for a person whose request waits."""
    membership = membership_of(request.user)
    if partner_of(request.user) is None or membership.status != MembershipStatus.REQUESTED:
        return redirect("pages:dashboard")
    context = {
        "organisation": membership.organisation,
        "joining": membership.role != MembershipRole.ADMINISTRATOR,
        "promise": moderation_promise(timezone.localdate()),
    }
    return render(request, "partners/registered.html", context)
