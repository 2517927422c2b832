"""Moderators see that meetings exist, between whom, about what and when; never what is written in them, why they
end, nor where people meet."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.permissions import can_moderate
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin
from grandest_portal.core.verbs import Verb
from meetings.days.actions import publish_day, return_day
from meetings.days.enums import DayStatus
from meetings.days.pages import dates_words, rooms_words, slots_words
from meetings.models import Day, LengthReason, Meeting
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


@admin.register(Day)
class DayAdmin(ModerationAdmin):
    """Announced or sent back, as needs are."""

    list_display = ["title", "organiser", "status", "submitted_at", "registration_until"]
    list_filter = ["status", "submitted_at"]
    list_select_related = ["organiser"]
    search_fields = ["title", "organiser__name"]
    received_verbs = ("day.submitted",)
    decided_verbs = ("day.opened", "day.returned")
    readonly_fields = ["dates_shown", "slots_shown", "rooms_shown"]
    verbs = (
        Verb(
            "publish",
            _("Annoncer"),
            publish_day,
            frozenset({DayStatus.SUBMITTED}),
            ngettext_lazy("%(count)d journée annoncée.", "%(count)d journées annoncées.", "count"),
            access_key="p",
            named=_("Journée annoncée : %(thing)s"),
        ),
        Verb(
            "return",
            _("Renvoyer avec une raison"),
            return_day,
            frozenset({DayStatus.SUBMITTED}),
            ngettext_lazy("%(count)d journée renvoyée.", "%(count)d journées renvoyées.", "count"),
            needs_reason=True,
            hint=_("L'organisateur lira ce qui doit changer pour que la journée soit annoncée."),
            reasons="return",
            access_key="r",
            named=_("Journée renvoyée : %(thing)s"),
        ),
    )
    fieldsets = [
        (None, {"fields": ["status", "title", "organiser", "author", "submitted_at", "moderation_reason"]}),
        (
            _("La journée"),
            {"fields": ["description", "dates_shown", "slots_shown", "place", "access", "rooms_shown"]},
        ),
        (
            _("Inscriptions"),
            {
                "fields": [
                    "requirements",
                    "registration_from",
                    "registration_until",
                    "wishes_until",
                    "companies_most",
                    "criterion",
                ]
            },
        ),
        (_("La suite"), {"fields": ["published_at", "commitment", "drawn_at", "cancel_reason", "version"]}),
    ]

    def get_queryset(self, request):
        """Drafts are their organiser's alone."""
        rows = super().get_queryset(request).exclude(status=DayStatus.DRAFT)
        return rows.select_related("organiser").prefetch_related("dates", "breaks", "rooms")

    def decidable(self, user, thing):
        return can_moderate(user, thing.organiser)

    def verbs_for(self, user, thing):
        return super().verbs_for(user, thing) if can_moderate(user, thing.organiser) else []

    @admin.display(description=_("dates"))
    def dates_shown(self, day):
        return dates_words(day)

    @admin.display(description=_("créneaux"))
    def slots_shown(self, day):
        return slots_words(day)

    @admin.display(description=_("salles"))
    def rooms_shown(self, day):
        return rooms_words(day)


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
