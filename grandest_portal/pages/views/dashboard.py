"""What awaits the person, and the person's own account."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.notices import unread_by
from grandest_portal.accounts.permissions import can_write, has_role, membership_of
from grandest_portal.accounts.zones import zone_name
from grandest_portal.pages.desk.sections import sections_of

MEMBERSHIP_TONES = {MembershipStatus.REQUESTED: "mirabelle", MembershipStatus.APPROVED: "fir"}


@require_safe
def dashboard(request):
    unread = unread_by(request.user, timezone.localdate())
    return render(request, "pages/dashboard.html", {"sections": sections_of(request), "unread": unread})


@require_safe
def account(request):
    membership = membership_of(request.user)
    context = {
        "unread": unread_by(request.user, timezone.localdate()),
        "person": person_answers(request.user),
        "membership": membership,
        "organisation": organisation_answers(membership) if membership else [],
        "label": membership.get_status_display() if membership else "",
        "tone": MEMBERSHIP_TONES[membership.status] if membership else "",
        "profile_url": profile_url(request.user, membership),
    }
    return render(request, "pages/account.html", context)


def person_answers(user):
    return [
        {"label": _("Prénom et nom"), "value": user.full_name},
        {
            "label": _("Adresse électronique"),
            "value": user.email,
            "url": reverse("account_email"),
            "change": _("l'adresse électronique"),
        },
        {
            "label": _("Mot de passe"),
            "value": "••••••••",
            "url": reverse("account_change_password"),
            "change": _("le mot de passe"),
        },
        {"label": _("Vous êtes"), "value": user.get_side_display()},
        {
            "label": _("Fuseau horaire"),
            "value": zone_name(user.zone),
            "url": reverse("account_zone"),
            "change": _("le fuseau horaire"),
        },
    ]


def organisation_answers(membership):
    organisation = membership.organisation
    address = ", ".join(
        part
        for part in [organisation.street, f"{organisation.postal_code} {organisation.city}".strip()]
        if part
    )
    return [
        {"label": _("Organisation"), "value": organisation.name},
        {"label": organisation.get_identifier_kind_display(), "value": organisation.identifier},
        {"label": _("Adresse"), "value": address},
        {"label": _("Votre fonction"), "value": membership.position},
        {"label": _("Votre rôle"), "value": membership.get_role_display()},
    ]


def profile_url(user, membership):
    """Where approved people edit what others read of their organisation, or ""."""
    if membership is None or membership.status != MembershipStatus.APPROVED or not can_write(user):
        return ""
    if has_role(user, "buyer"):
        return reverse("buyers:edit")
    return reverse("suppliers:company_edit") if has_role(user, "company") else ""
