"""Inviting a colleague, delegating, and answering an invitation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from grandest_portal.accounts import actions
from grandest_portal.accounts.enums import InvitationStatus
from grandest_portal.accounts.forms.team import DelegationForm, InvitationForm
from grandest_portal.accounts.middleware import SESSION_KEY
from grandest_portal.accounts.models import Invitation
from grandest_portal.accounts.permissions import can_administer, can_answer_invitation
from grandest_portal.accounts.views.team import own_organisation, team_crumbs
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError


def invite(request):
    return invitation_page(request, InvitationForm, "organisation/invite.html", _("Inviter un collègue"))


def delegate(request):
    return invitation_page(request, DelegationForm, "organisation/delegate.html", _("Déléguer"))


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request, form_class, template, label):
    organisation = own_organisation(request)
    require(can_administer(request.user, organisation))
    form = form_class(request.POST if request.method == "POST" else None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(organisation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _("L'invitation est envoyée à %(email)s.") % {"email": form.cleaned_data["email"]},
            )
            return redirect("organisation:team")
    context = {"form": form, "organisation": organisation, "crumbs": team_crumbs(label)}
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def revoke(request, pk):
    organisation = own_organisation(request)
    invitation = get_object_or_404(Invitation, pk=pk, organisation=organisation)
    require(can_administer(request.user, organisation))
    try:
        actions.revoke_invitation(invitation, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("L'invitation est retirée."))
    return redirect("organisation:team")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk):
    """The page that the mail opens: only the account that proved the invited address gets it."""
    rows = Invitation.objects.select_related("organisation", "invited_by", "department")
    invitation = rows.filter(pk=pk).first()
    if invitation is None or not can_answer_invitation(request.user, invitation):
        return render(request, "organisation/invitation_other.html", {"me": request.user}, status=404)
    refusal = ""
    if request.method == "POST":
        try:
            return answered(request, invitation)
        except DomainError as error:
            refusal = error.message
    context = {
        "invitation": invitation,
        "open": invitation.status == InvitationStatus.PENDING and invitation.expires_at > timezone.now(),
        "errors": [{"text": refusal, "href": ""}] if refusal else [],
        "has_errors": bool(refusal),
    }
    return render(request, "organisation/invitation.html", context, status=409 if refusal else 200)


def answered(request, invitation):
    if request.POST.get("answer") == "decline":
        actions.decline_invitation(invitation, by=request.user)
        messages.success(request, _("Vous avez décliné l'invitation."))
        return redirect("pages:dashboard")
    membership = actions.accept_invitation(invitation, by=request.user)
    request.session[SESSION_KEY] = membership.pk
    messages.success(
        request,
        _("Vous agissez maintenant pour %(organisation)s.") % {"organisation": membership.organisation},
    )
    return redirect("pages:dashboard")
