"""The people of an organisation: roles, departments, requests, and who leaves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grandest_portal.accounts import actions
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.forms.team import DepartmentForm, MemberForm, OptionalReasonForm
from grandest_portal.accounts.middleware import SESSION_KEY
from grandest_portal.accounts.models import Department, Invitation, Membership
from grandest_portal.accounts.permissions import (
    approved_organisation_of,
    can_act_for,
    can_administer,
    can_change_member,
    can_decide_membership,
    can_leave,
)
from grandest_portal.core.access import require
from grandest_portal.core.errors import DomainError
from grandest_portal.core.forms import ReasonForm

ASK_WHY = gettext_lazy("Raison, telle que la personne la lira")


def team_crumbs(label):
    return [{"label": _("Équipe"), "url": reverse("organisation:team")}, {"label": label}]


def own_organisation(request):
    """The organisation whose team the person may see: 403 before their membership is approved."""
    organisation = approved_organisation_of(request.user)
    require(organisation is not None)
    return organisation


def member_of_team(request, pk):
    """A live membership of the person's own team, or one's own; 404 for any other."""
    rows = Membership.objects.live().select_related("user", "organisation", "department")
    membership = get_object_or_404(rows, pk=pk)
    if membership.user_id != request.user.pk:
        get_object_or_404(rows, pk=pk, organisation=approved_organisation_of(request.user))
    return membership


@require_safe
def team(request):
    return team_page(request, own_organisation(request), DepartmentForm())


def team_page(request, organisation, form, status=200):
    at, administers = timezone.now(), can_administer(request.user, organisation)
    people = list(
        Membership.objects.approved()
        .valid(timezone.localdate(at))
        .filter(organisation=organisation)
        .for_team()
    )
    waiting = Membership.objects.filter(organisation=organisation, status=MembershipStatus.REQUESTED)
    context = {
        "organisation": organisation,
        "own": [each for each in people if not each.is_delegated],
        "delegated": [each for each in people if each.is_delegated],
        "waiting": waiting.for_team() if administers else [],
        "invitations": Invitation.objects.pending(at).filter(organisation=organisation).for_list()
        if administers
        else [],
        "departments": organisation.departments.filter(closed_at=None).order_by("name"),
        "administers": administers,
        "me": request.user,
        "mine": next((each for each in people if each.user_id == request.user.pk), None),
        "form": form,
    }
    return render(request, "organisation/team.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request, pk):
    """Role and department of a colleague or a delegate."""
    membership = member_of_team(request, pk)
    require(can_change_member(request.user, membership))
    form = MemberForm(request.POST if request.method == "POST" else None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(
                membership,
                role=form.cleaned_data["role"],
                department=form.cleaned_data.get("department"),
                by=request.user,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Le rôle de %(user)s est enregistré.") % {"user": membership.user})
            return redirect("organisation:team")
    context = {"form": form, "membership": membership, "crumbs": team_crumbs(str(membership.user))}
    return render(request, "organisation/member.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request, pk):
    """A page that asks once more: the person gives away what they cannot take back."""
    membership = member_of_team(request, pk)
    require(can_change_member(request.user, membership))
    if request.method != "POST":
        context = {"membership": membership, "crumbs": team_crumbs(_("Confier l'administration"))}
        return render(request, "organisation/transfer.html", context)
    try:
        actions.transfer_administration(membership, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("organisation:member", pk)
    messages.success(
        request,
        _("%(user)s administre maintenant %(organisation)s. Votre rôle est : rédacteur.")
        % {"user": membership.user, "organisation": membership.organisation},
    )
    return redirect("organisation:team")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Leave, withdraw one's request, remove a colleague or end a delegation: asked once more on a page."""
    membership = member_of_team(request, pk)
    own = membership.user_id == request.user.pk
    require(
        can_leave(request.user, membership) if own else can_administer(request.user, membership.organisation)
    )
    asking = membership.status == MembershipStatus.REQUESTED
    form = OptionalReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(membership, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, ended_words(membership, own))
            return redirect("pages:dashboard" if own else "organisation:team")
    context = {
        "form": form,
        "membership": membership,
        "own": own,
        "asking": asking,
        "refusal": why_not_to_leave(membership) if own else "",
        "back": reverse("pages:account" if own else "organisation:team"),
        "crumbs": own_crumbs(asking) if own else team_crumbs(_("Retirer")),
    }
    return render(request, "organisation/end.html", context, status=422 if form.errors else 200)


def own_crumbs(asking):
    label = _("Retirer ma demande") if asking else _("Quitter")
    return [{"label": _("Mon compte"), "url": reverse("pages:account")}, {"label": label}]


def why_not_to_leave(membership):
    """The sentence that would refuse a departure, said before the form is filled; "" when nothing does."""
    try:
        actions.check_successor(membership)
    except DomainError as error:
        return error.message
    return ""


def ended_words(membership, own):
    if own:
        return _("Vous ne représentez plus %(organisation)s.") % {"organisation": membership.organisation}
    return _("%(user)s ne représente plus %(organisation)s.") % {
        "user": membership.user,
        "organisation": membership.organisation,
    }


@require_POST
def approve(request, pk):
    membership = member_of_team(request, pk)
    require(can_decide_membership(request.user, membership))
    try:
        actions.approve_membership(membership, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(user)s fait partie de votre équipe.") % {"user": membership.user})
    return redirect("organisation:team")


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request, pk):
    membership = member_of_team(request, pk)
    require(can_decide_membership(request.user, membership))
    form = ReasonForm(request.POST if request.method == "POST" else None, label=ASK_WHY)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_membership(membership, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La demande de %(user)s est refusée.") % {"user": membership.user})
            return redirect("organisation:team")
    context = {"form": form, "membership": membership, "crumbs": team_crumbs(_("Refuser une demande"))}
    return render(request, "organisation/refuse.html", context, status=422 if form.errors else 200)


@require_POST
def department_open(request):
    organisation = own_organisation(request)
    require(can_administer(request.user, organisation))
    form = DepartmentForm(request.POST)
    if form.is_valid():
        try:
            actions.open_department(organisation, name=form.cleaned_data["name"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Le service est créé."))
            return redirect("organisation:team")
    return team_page(request, organisation, form, status=422)


@require_POST
def department_close(request, pk):
    organisation = own_organisation(request)
    department = get_object_or_404(Department, pk=pk, organisation=organisation)
    require(can_administer(request.user, organisation))
    try:
        actions.close_department(department, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Le service « %(name)s » est fermé.") % {"name": department})
    return redirect("organisation:team")


@require_POST
def act(request, pk):
    """Put on another of one's hats."""
    membership = get_object_or_404(
        Membership.objects.select_related("organisation"), pk=pk, user=request.user
    )
    if not can_act_for(request.user, membership):
        messages.error(request, _("Vous n'agissez plus pour cette organisation."))
        return redirect("pages:dashboard")
    request.session[SESSION_KEY] = membership.pk
    messages.success(
        request,
        _("Vous agissez maintenant pour %(organisation)s.") % {"organisation": membership.organisation},
    )
    return redirect("pages:dashboard")
