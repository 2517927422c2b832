"""Public buyers, seen by moderators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from buyers.models import PublicBuyer
from grandest_portal.core.moderation import StaffReadOnlyAdmin


@admin.register(PublicBuyer)
class PublicBuyerAdmin(StaffReadOnlyAdmin):
    list_display = ["organisation", "kind", "identifier", "verified_at", "created_at"]
    list_filter = ["kind", "organisation__verified_at"]
    search_fields = ["organisation__name", "organisation__identifier", "organisation__city"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name", "pk"]

    @admin.display(description=_("identifiant"), ordering="organisation__identifier")
    def identifier(self, buyer):
        return buyer.organisation.identifier

    @admin.display(description=_("vérifié le"), ordering="organisation__verified_at")
    def verified_at(self, buyer):
        return buyer.organisation.verified_at
