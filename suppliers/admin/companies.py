"""Companies, seen by moderators; the sheets that one hands over to another."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.moderation import StaffReadOnlyAdmin
from suppliers.models import Company, CompanyContact, CompanySite, SolutionTransfer


class RowsOfProfile(admin.TabularInline):
    """Read beside the company; nobody adds, edits or deletes here."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SitesInline(RowsOfProfile):
    model = CompanySite


class ContactsInline(RowsOfProfile):
    model = CompanyContact


@admin.register(Company)
class CompanyAdmin(StaffReadOnlyAdmin):
    list_display = ["organisation", "legal_form", "identifier", "headcount", "verified_at", "created_at"]
    list_filter = ["headcount", "organisation__country", "organisation__verified_at"]
    search_fields = ["organisation__name", "organisation__identifier", "organisation__city"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name", "pk"]
    readonly_fields = ["activity_nomenclature"]
    inlines = [SitesInline, ContactsInline]

    @admin.display(description=_("identifiant"), ordering="organisation__identifier")
    def identifier(self, company):
        return company.organisation.identifier

    @admin.display(description=_("vérifiée le"), ordering="organisation__verified_at")
    def verified_at(self, company):
        return company.organisation.verified_at


@admin.register(SolutionTransfer)
class SolutionTransferAdmin(StaffReadOnlyAdmin):
    list_display = ["solution", "giver", "taker", "status", "created_at", "answered_at"]
    list_filter = ["status", "created_at"]
    search_fields = ["solution__title", "giver__organisation__name", "taker__organisation__name"]
    list_select_related = ["solution", "giver__organisation", "taker__organisation"]
    ordering = ["-pk"]
