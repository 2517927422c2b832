"""Companies, seen by moderators; solutions, decided by them."""

from django.contrib import admin
from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from grandest_portal.accounts.models import Membership
from grandest_portal.core.moderation import StaffReadOnlyAdmin, Verb
from grandest_portal.reports.admin import LOOK_VERBS, SecondLookAdmin
from suppliers.actions import publish_solution, reject_solution, return_solution
from suppliers.enums import AssessmentStatus, SolutionStatus
from suppliers.models import Assessment, Company, Solution, SolutionRoute
from suppliers.places import served_text

WAITING = frozenset({SolutionStatus.SUBMITTED})


@admin.register(Company)
class CompanyAdmin(StaffReadOnlyAdmin):
    list_display = ["organisation", "legal_form", "identifier", "headcount", "verified_at", "created_at"]
    list_filter = ["headcount", "organisation__country", "organisation__verified_at"]
    search_fields = ["organisation__name", "organisation__identifier", "organisation__city"]
    list_select_related = ["organisation"]
    ordering = ["organisation__name", "pk"]

    @admin.display(description=_("identifiant"), ordering="organisation__identifier")
    def identifier(self, company):
        return company.organisation.identifier

    @admin.display(description=_("vérifiée le"), ordering="organisation__verified_at")
    def verified_at(self, company):
        return company.organisation.verified_at


@admin.register(Solution)
class SolutionAdmin(SecondLookAdmin):
    list_display = ["title", "company", "status", "look", "trl", "submitted_at", "age"]
    list_filter = ["status", "trl", "submitted_at", "published_at"]
    search_fields = ["title", "company__organisation__name", "company__organisation__identifier"]
    list_select_related = ["company__organisation"]
    readonly_fields = ["reference", "codes", "where"]
    fieldsets = [
        (None, {"fields": ["reference", "title", "company", "author", "status", "moderation_reason"]}),
        (_("La solution"), {"fields": ["problem_solved", "description"]}),
        (_("Ce qui est nouveau"), {"fields": ["novelty", "trl", "references"]}),
        (_("Où la classer"), {"fields": ["codes", "where", "keywords", "link"]}),
        (_("Dates"), {"fields": ["created_at", "submitted_at", "published_at", "archived_at", "version"]}),
    ]
    received_verbs = ("solution.submitted",)
    decided_verbs = ("solution.published", "solution.returned", "solution.rejected")
    verbs = (
        Verb(
            "publish",
            _("Publier"),
            publish_solution,
            WAITING,
            ngettext_lazy("%(count)d solution publiée.", "%(count)d solutions publiées.", "count"),
            access_key="p",
            named=_("Solution publiée : %(thing)s"),
        ),
        Verb(
            "return",
            _("Renvoyer avec une raison"),
            return_solution,
            WAITING,
            ngettext_lazy("%(count)d solution renvoyée.", "%(count)d solutions renvoyées.", "count"),
            needs_reason=True,
            hint=_("L'auteur lira ce qui doit changer pour que la publication soit possible."),
            reasons="return",
            access_key="r",
            named=_("Solution renvoyée : %(thing)s"),
        ),
        Verb(
            "reject",
            _("Refuser avec une raison"),
            reject_solution,
            WAITING,
            ngettext_lazy("%(count)d solution refusée.", "%(count)d solutions refusées.", "count"),
            needs_reason=True,
            hint=_("L'auteur lira pourquoi ce texte ne peut pas être publié, et comment contester."),
            reasons="reject",
            closed=True,
            access_key="x",
            named=_("Solution refusée : %(thing)s"),
        ),
        *LOOK_VERBS,
    )

    def waiting(self, request):
        """A person's first texts wait with the request to speak for the organisation: one entry, not two."""
        asked = Membership.objects.asked_by("author", "company__organisation")
        return super().waiting(request).exclude(Exists(asked))

    def first_items(self, membership):
        return Solution.objects.awaiting_moderation().filter(
            author=membership.user_id, company__organisation=membership.organisation_id
        )

    def get_queryset(self, request):
        """Drafts are nobody else's business: a moderator reads what was sent."""
        return super().get_queryset(request).exclude(status=SolutionStatus.DRAFT)

    @admin.display(description=_("référence"))
    def reference(self, solution):
        return solution.reference

    @admin.display(description=_("codes CPV"))
    def codes(self, solution):
        return "\n".join(str(code) for code in solution.cpv.for_list()) or "–"

    @admin.display(description=_("peut être fournie"))
    def where(self, solution):
        return served_text(solution)

    @admin.display(description=_("attend depuis"), ordering="submitted_at")
    def age(self, solution):
        if solution.status != SolutionStatus.SUBMITTED or solution.submitted_at is None:
            return "–"
        days = (timezone.now() - solution.submitted_at).days
        if not days:
            return _("moins d'un jour")
        return ngettext("%(days)d jour", "%(days)d jours", days) % {"days": days}


class OnItsPageAdmin(StaffReadOnlyAdmin):
    """Rows that are read in their place, where a moderator acts; drafts are nobody else's business."""

    def page_url(self, row):
        raise NotImplementedError

    @admin.display(description=_("page"))
    def on_page(self, row):
        return format_html('<a href="{}">{}</a>', self.page_url(row), _("Ouvrir"))


@admin.register(Assessment)
class AssessmentAdmin(OnItsPageAdmin):
    list_display = ["solution", "status", "audience", "signed_at", "commented_at", "on_page"]
    list_filter = ["status", "audience", "signed_at", "commented_at"]
    search_fields = ["solution__title", "solution__company__organisation__name"]
    list_select_related = ["solution"]
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
