"""Moderators see that meetings exist, between whom, about what and when; never what is written in them, why they
end, nor where people meet."""

from django.contrib import admin

from grandest_portal.core.moderation import StaffReadOnlyAdmin
from meetings.models import Meeting
from meetings.records import desk  # noqa: F401 - registers what moderators settle

PRIVATE = {"message", "place", "reason"}


@admin.register(Meeting)
class MeetingAdmin(StaffReadOnlyAdmin):
    list_display = ["need", "buyer", "company", "status", "starts_at", "ends_at", "created_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["need", "buyer__organisation", "company__organisation"]
    search_fields = ["need__title", "buyer__organisation__name", "company__organisation__name"]
    fields = [
        "need",
        "buyer",
        "company",
        "solution",
        "status",
        "started_by",
        "awaiting",
        "starts_at",
        "ends_at",
        "expires_at",
        "created_at",
        "updated_at",
    ]
    ordering = ["-created_at", "-pk"]

    def lookup_allowed(self, lookup, value, request):
        """A filter typed in the address would tell, letter by letter, what the page does not show."""
        return lookup.split("__")[0] not in PRIVATE and super().lookup_allowed(lookup, value, request)
