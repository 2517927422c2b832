"""Awarded markets, to be read."""

from django.contrib import admin

from grandest_portal.awards.models import Award
from grandest_portal.core.moderation import StaffReadOnlyAdmin


@admin.register(Award)
class AwardAdmin(StaffReadOnlyAdmin):
    list_display = ["market_uid", "buyer_siret", "holder_id", "title", "amount", "amount_flag", "notified_on"]
    list_filter = ["nature", "amount_flag", "holder_kind", "source"]
    search_fields = ["market_uid", "buyer_siret", "holder_id", "title"]
    ordering = ["-notified_on", "market_uid", "holder_rank", "pk"]
    show_full_result_count = False
