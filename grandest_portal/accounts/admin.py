"""People and organisations, seen by moderators; memberships, decided by them."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.actions import approve_membership, refuse_membership
from grandest_portal.accounts.enums import MembershipStatus
from grandest_portal.accounts.models import Department, Invitation, Membership, Organisation, Partner, User
from grandest_portal.core.errors import DomainError
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
    list_display = ["organisation"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name"]


def first_items_of(membership):
    """[(admin, row)], the texts that the person sent while the request waits, the oldest first."""
    found = [
        (each, row)
        for each in admin.site._registry.values()
        if isinstance(each, ModerationAdmin)
        for row in each.first_items(membership)
    ]
    return sorted(found, key=lambda pair: getattr(pair[1], pair[0].waiting_since))


def approve_and_publish(membership, *, by):
    """One decision about a newcomer: the request, then the texts that came with it, by each room's own action."""
    items = first_items_of(membership)
    membership = approve_membership(membership, by=by)
    for each, row in items:
        publish = next(verb for verb in each.verbs if verb.name == "publish")
        try:
            publish.run(row, by=by)
        except DomainError as error:
            raise DomainError(
                _("Le rattachement est validé, mais « %(item)s » n'a pas pu être publié : %(why)s")
                % {"item": row, "why": error.message}
            ) from error
    return membership


@admin.register(Membership)
class MembershipAdmin(ModerationAdmin):
    list_display = ["user", "organisation", "kind", "role", "status", "position", "requested_at"]
    list_filter = ["status", "kind", "role", "requested_at"]
    search_fields = ["user__email", "user__full_name", "organisation__name", "organisation__identifier"]
    list_select_related = ["user", "organisation"]
    waiting_status = MembershipStatus.REQUESTED
    waiting_since = "requested_at"
    change_form_template = "admin/membership_change_form.html"
    verbs = (
        Verb(
            "approve_and_publish",
            _("Valider le rattachement et publier"),
            approve_and_publish,
            frozenset({MembershipStatus.REQUESTED}),
            ngettext_lazy(
                "%(count)d rattachement validé, ses textes publiés.",
                "%(count)d rattachements validés, leurs textes publiés.",
                "count",
            ),
        ),
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

    def offers(self, verb, thing):
        """« Valider et publier » only where something was sent."""
        return super().offers(verb, thing) and (
            verb.name != "approve_and_publish" or bool(first_items_of(thing))
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With the texts that the person sent: organisation, person and first text are read and decided together."""
        thing = self.get_object(request, object_id)
        items = first_items_of(thing) if thing is not None and thing.status == "requested" else []
        context = {
            "first_items": [
                {
                    "label": row._meta.verbose_name,
                    "title": str(row),
                    "url": each.change_url(row),
                }
                for each, row in items
            ],
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})


@admin.register(Department)
class DepartmentAdmin(StaffReadOnlyAdmin):
    list_display = ["name", "organisation", "closed_at"]
    search_fields = ["name", "organisation__name"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name", "name", "pk"]


@admin.register(Invitation)
class InvitationAdmin(StaffReadOnlyAdmin):
    list_display = ["email", "organisation", "kind", "role", "status", "ends_on", "created_at"]
    list_filter = ["status", "kind", "role"]
    search_fields = ["email", "organisation__name"]
    list_select_related = ["organisation"]
    ordering = ["-created_at", "-pk"]
