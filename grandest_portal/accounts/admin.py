"""People and organisations, seen by moderators; memberships, decided by them."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.actions import approve_membership, refuse_membership
from grandest_portal.accounts.enums import MembershipStatus, Side
from grandest_portal.accounts.models import Membership, Organisation, Partner, User
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb

# Changed through the portal's own audited actions only.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)


@admin.register(User)
class UserAdmin(StaffReadOnlyAdmin):
    list_display = ["email", "full_name", "side", "is_active", "is_staff", "date_joined"]
    list_filter = ["side", "is_active", "is_staff"]
    search_fields = ["email", "full_name"]
    ordering = ["email"]
    exclude = ["password", "groups", "user_permissions"]


@admin.register(Organisation)
class OrganisationAdmin(StaffReadOnlyAdmin):
    list_display = ["name", "country", "identifier_kind", "identifier", "city", "verified_at"]
    list_filter = ["country", "identifier_kind", "verified_at"]
    search_fields = ["name", "identifier", "city"]
    ordering = ["name", "pk"]


@admin.register(Partner)
class PartnerAdmin(StaffReadOnlyAdmin):
    list_display = ["organisation", "kind", "verified_at"]
    list_filter = ["kind", "organisation__verified_at"]
    search_fields = ["organisation__name", "organisation__identifier"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name", "pk"]

    @admin.display(description=_("vérifiée le"), ordering="organisation__verified_at")
    def verified_at(self, partner):
        return partner.organisation.verified_at


@admin.register(Membership)
class MembershipAdmin(ModerationAdmin):
    list_display = ["user", "organisation", "stands_as", "role", "status", "position", "requested_at"]
    list_filter = ["status", "role", "requested_at"]
    readonly_fields = ["stands_as"]
    search_fields = ["user__email", "user__full_name", "organisation__name", "organisation__identifier"]
    list_select_related = [
        "user",
        "organisation__buyer",
        "organisation__company",
        "organisation__partner",
    ]
    waiting_status = MembershipStatus.REQUESTED
    waiting_since = "requested_at"
    verbs = (
        Verb(
            "approve",
            _("Valider le rattachement"),
            approve_membership,
            frozenset({MembershipStatus.REQUESTED, MembershipStatus.REFUSED}),
            ngettext_lazy("%(count)d rattachement validé.", "%(count)d rattachements validés.", "count"),
        ),
        Verb(
            "refuse",
            _("Refuser avec une raison"),
            refuse_membership,
            frozenset({MembershipStatus.REQUESTED}),
            ngettext_lazy("%(count)d rattachement refusé.", "%(count)d rattachements refusés.", "count"),
            needs_reason=True,
        ),
    )

    @admin.display(description=_("inscrite comme"))
    def stands_as(self, membership):
        """What approving gives: a partner may write to both sides, so the moderator must see it."""
        organisation = membership.organisation
        if hasattr(organisation, "partner"):
            return _("Structure d'accompagnement : %(kind)s") % {
                "kind": organisation.partner.get_kind_display()
            }
        names = {"buyer": Side.BUYER.label, "company": Side.COMPANY.label}
        return ", ".join(str(name) for role, name in names.items() if hasattr(organisation, role)) or "–"
