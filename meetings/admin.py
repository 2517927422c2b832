"""Moderators see that meetings exist, between whom, about what and when; never what is written in them, why they
end, nor where people meet."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.moderation import StaffReadOnlyAdmin
from meetings.models import LengthReason, Meeting

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


@admin.register(LengthReason)
class LengthReasonAdmin(StaffReadOnlyAdmin):
    """Unequal lengths, and why: written for them to read."""

    list_display = ["meeting", "need", "minutes", "usual", "side", "reason", "created_at"]
    list_filter = ["side", "created_at"]
    list_select_related = ["meeting__need", "meeting__buyer__organisation", "meeting__company__organisation"]
    search_fields = ["meeting__need__title", "meeting__company__organisation__name"]
    fields = ["meeting", "minutes", "usual", "side", "reason", "created_at"]
    ordering = ["-created_at", "-pk"]

    @admin.display(description=_("besoin"))
    def need(self, row):
        return row.meeting.need
