"""People and organisations, seen by moderators; memberships, decided by them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.actions import approve_membership, close_sessions, refuse_membership
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Membership, Organisation, Partner, User
from grandest_portal.accounts.permissions import can_close_sessions
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb

# Changed through the portal's own audited actions only.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)
admin.site.unregister(UserSession)


@admin.register(User)
class UserAdmin(StaffReadOnlyAdmin):
    list_display = ["email", "full_name", "side", "is_active", "is_staff", "date_joined"]
    list_filter = ["side", "is_active", "is_staff"]
    search_fields = ["email", "full_name"]
    ordering = ["email"]
    exclude = ["password", "groups", "user_permissions"]
    actions = ["close_sessions"]

    @admin.action(description=_("Fermer les sessions"))
    def close_sessions(self, request, queryset):
        people = [person for person in queryset if can_close_sessions(request.user, person)]
        ended = sum(close_sessions(person, by=request.user) for person in people)
        messages.success(request, _("Sessions fermées : %(count)d") % {"count": ended})
        if len(people) < len(queryset):
            messages.error(
                request, _("Seule l'administration technique ferme les sessions de la modération.")
            )


@admin.register(Organisation)
class OrganisationAdmin(StaffReadOnlyAdmin):
    list_display = ["name", "country", "identifier_kind", "identifier", "city", "verified_at"]
    list_filter = ["country", "identifier_kind", "verified_at"]
    search_fields = ["name", "identifier", "city"]
    ordering = ["name", "pk"]


@admin.register(Partner)
class PartnerAdmin(StaffReadOnlyAdmin):
    list_display = ["organisation"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name"]


@admin.register(Membership)
class MembershipAdmin(ModerationAdmin):
    list_display = ["user", "organisation", "role", "status", "position", "requested_at"]
    list_filter = ["status", "role", "requested_at"]
    search_fields = ["user__email", "user__full_name", "organisation__name", "organisation__identifier"]
    list_select_related = ["user", "organisation"]
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
