"""Notes on innovation and ways to buy: read on the desk, judged on their own pages."""

from django.contrib import admin
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin
from grandest_portal.reference.models import PurchaseRoute
from suppliers.enums import AssessmentStatus, SolutionStatus
from suppliers.models import Assessment, SolutionRoute
from suppliers.permissions import can_review_solution

# The sheets whose ways to buy are to be checked.
CHECKED_SHEETS = (SolutionStatus.SUBMITTED, SolutionStatus.PUBLISHED)


@admin.register(Assessment)
class AssessmentAdmin(StaffReadOnlyAdmin):
    """Read in their place, where a moderator comments; drafts are nobody else's business."""

    list_display = ["solution", "company", "status", "audience", "signed_at", "commented_at", "on_page"]
    list_filter = ["status", "audience", "signed_at", "commented_at"]
    search_fields = ["solution__title", "company__organisation__name"]
    list_select_related = ["solution", "company__organisation"]
    ordering = ["-signed_at", "-pk"]
    exclude = ["answers"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(status=AssessmentStatus.DRAFT)

    @admin.display(description=_("page"))
    def on_page(self, row):
        page = reverse("suppliers:assessment_note", args=[row.solution_id, row.pk])
        return format_html('<a href="{}">{}</a>', page, _("Ouvrir"))


class WayFilter(admin.SimpleListFilter):
    """The ways to buy by the names that people read; one that is not offered any more keeps its last name."""

    title = _("voie d'achat")
    parameter_name = "route"

    def lookups(self, request, model_admin):
        rows = PurchaseRoute.objects.order_by("key", "-starts_on").distinct("key")
        return sorted(rows.values_list("key", "label"), key=lambda each: each[1])

    def queryset(self, request, queryset):
        return queryset.filter(route=self.value()) if self.value() else queryset


@admin.register(SolutionRoute)
class SolutionRouteAdmin(ModerationAdmin):
    """Read here, checked on their own page; the oldest that nobody checked come first."""

    list_display = ["solution", "way", "holder", "reference", "stated_at", "check_result", "checked_at"]
    list_filter = ["check_result", WayFilter, "stated_at"]
    search_fields = ["solution__title", "holder", "reference"]
    list_select_related = ["solution"]
    readonly_fields = ["way"]
    fields = [
        *("solution", "way", "holder", "reference", "link", "valid_until", "stated_at", "stated_by"),
        *("check_result", "check_note", "checked_at", "checked_by"),
    ]
    waiting_since = "stated_at"
    received_verbs = ("route.stated", "route.changed")
    decided_verbs = ("route.confirmed", "route.refused")

    def awaiting(self):
        """Those of sheets that are read now, by a moderator or by everybody."""
        return Q(check_result="", solution__status__in=CHECKED_SHEETS)

    def since(self):
        """A statement of a draft waits for nobody before its sheet is sent."""
        return Greatest("stated_at", "solution__submitted_at")

    def get_queryset(self, request):
        """Statements of a draft are not sent yet; each with the name of its way."""
        names = PurchaseRoute.objects.filter(key=OuterRef("route")).order_by("-starts_on")
        rows = super().get_queryset(request).exclude(solution__status=SolutionStatus.DRAFT)
        return rows.annotate(way_label=Subquery(names.values("label")[:1]))

    def panels(self, request, thing):
        context = {
            "url": reverse("suppliers:route_check", args=[thing.solution_id, thing.pk]),
            "may_check": can_review_solution(request.user, thing.solution),
            "route": thing,
        }
        return [*super().panels(request, thing), render_to_string("admin/panels/route_check.html", context)]

    @admin.display(description=_("voie d'achat"), ordering="way_label")
    def way(self, row):
        return row.way_label or row.route
