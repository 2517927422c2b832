"""Notes on innovation and ways to buy: read on the desk, judged on their own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.moderation import StaffReadOnlyAdmin
from suppliers.enums import AssessmentStatus, SolutionStatus
from suppliers.models import Assessment, SolutionRoute


class OnItsPageAdmin(StaffReadOnlyAdmin):
    """Rows that are read in their place, where a moderator acts; drafts are nobody else's business."""

    def page_url(self, row):
        raise NotImplementedError

    @admin.display(description=_("page"))
    def on_page(self, row):
        return format_html('<a href="{}">{}</a>', self.page_url(row), _("Ouvrir"))


@admin.register(Assessment)
class AssessmentAdmin(OnItsPageAdmin):
    list_display = ["solution", "company", "status", "audience", "signed_at", "commented_at", "on_page"]
    list_filter = ["status", "audience", "signed_at", "commented_at"]
    search_fields = ["solution__title", "company__organisation__name"]
    list_select_related = ["solution", "company__organisation"]
    ordering = ["-signed_at", "-pk"]
    exclude = ["answers"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(status=AssessmentStatus.DRAFT)

    def page_url(self, row):
        return reverse("suppliers:assessment_note", args=[row.solution_id, row.pk])


@admin.register(SolutionRoute)
class SolutionRouteAdmin(OnItsPageAdmin):
    """The oldest that nobody checked come first."""

    list_display = [
        "solution",
        "route",
        "holder",
        "reference",
        "stated_at",
        "check_result",
        "checked_at",
        "on_page",
    ]
    list_filter = ["check_result", "route", "stated_at"]
    search_fields = ["solution__title", "holder", "reference"]
    list_select_related = ["solution"]
    ordering = ["check_result", "stated_at", "pk"]

    def get_queryset(self, request):
        """Statements of a draft are not sent yet."""
        return super().get_queryset(request).exclude(solution__status=SolutionStatus.DRAFT)

    def page_url(self, row):
        return reverse("suppliers:route_check", args=[row.solution_id, row.pk])
