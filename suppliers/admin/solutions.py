"""Sheets of the census on the moderation desk: read, decided, read again; near-same ones side by side."""

from django.contrib import admin
from django.db.models import Exists
from django.http import Http404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.models import Membership
from grandest_portal.attachments.presentation import desk_row_of
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.moderation import Verb
from grandest_portal.core.versions import side_by_side
from grandest_portal.reports.admin import LOOK_VERBS
from grandest_portal.reports.amended import AmendedAdmin, review_verbs
from suppliers.actions import (
    approve_solution_amendments,
    publish_solution,
    reject_solution,
    restore_approved_solution,
    return_solution,
)
from suppliers.duplicates import alike, same_legal_unit
from suppliers.enums import Audience, SolutionStatus
from suppliers.models import Solution
from suppliers.places import served_text
from suppliers.sheet import label_of, text_of
from suppliers.versioning import FIELDS, KIND, changes_to_review, content_of

WAITING = frozenset({SolutionStatus.SUBMITTED})
PUBLIC = frozenset({SolutionStatus.PUBLISHED})


@admin.register(Solution)
class SolutionAdmin(AmendedAdmin):
    list_display = ["title", "company", "status", "waits", "look", "trl", "submitted_at"]
    list_filter = ["status", "trl", "submitted_at", "published_at"]
    search_fields = ["title", "company__organisation__name", "company__organisation__identifier"]
    list_select_related = ["company__organisation"]
    readonly_fields = ["reference", "codes", "where", "prices", "rows_of_references", "who_reads"]
    fieldsets = [
        (None, {"fields": ["reference", "title", "company", "author", "status", "moderation_reason"]}),
        (_("La solution"), {"fields": ["problem_solved", "description"]}),
        (_("Ce qui est nouveau"), {"fields": ["novelty", "trl"]}),
        (_("Où la classer"), {"fields": ["codes", "where", "keywords", "link"]}),
        (_("Mise en œuvre"), {"fields": ["deployment", "interfaces", "prices", "security"]}),
        (_("Accessibilité et environnement"), {"fields": ["accessibility", "environment"]}),
        (_("Références"), {"fields": ["first_reference", "rows_of_references", "references", "video"]}),
        (_("Qui lit quoi"), {"fields": ["who_reads"]}),
        (
            _("Dates"),
            {
                "fields": [
                    "created_at",
                    "submitted_at",
                    "published_at",
                    "amended_at",
                    "confirmed_at",
                    "to_confirm_since",
                    "archived_at",
                    "version",
                    "approved_version",
                ]
            },
        ),
    ]
    public = PUBLIC
    received_verbs = ("solution.submitted", "solution.amended")
    decided_verbs = (
        "solution.published",
        "solution.returned",
        "solution.rejected",
        "solution.amendments_approved",
        "solution.amendments_restored",
    )
    verbs = (
        *review_verbs(
            approve_solution_amendments,
            restore_approved_solution,
            PUBLIC,
            _(
                "L'entreprise lira pourquoi sa modification est retirée ; la raison est publique, dans les versions."
            ),
        ),
        Verb(
            "publish",
            _("Publier"),
            publish_solution,
            WAITING,
            ngettext_lazy("%(count)d solution publiée.", "%(count)d solutions publiées.", "count"),
            access_key="p",
            named=_("Solution publiée : %(thing)s"),
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
            named=_("Solution renvoyée : %(thing)s"),
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
            named=_("Solution refusée : %(thing)s"),
        ),
        *LOOK_VERBS,
    )

    def get_urls(self):
        compare = self.admin_site.admin_view(self.compare)
        path_of = path("<int:pk>/comparer/<int:other>/", compare, name="suppliers_solution_compare")
        return [path_of, *super().get_urls()]

    def compare(self, request, pk, other):
        """Two sheets side by side, answer by answer."""
        things = [self.get_object(request, str(each)) for each in (pk, other)]
        if None in things or not self.has_view_permission(request):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Deux fiches côte à côte"),
            "sides": [self.side(each) for each in things],
            "rows": side_by_side(FIELDS, *map(content_of, things)),
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "admin/solution_comparison.html", context)

    def side(self, solution):
        return {
            "title": str(solution),
            "reference": solution.reference,
            "company": str(solution.company),
            "status": solution.get_status_display(),
            "url": self.change_url(solution),
        }

    def panels(self, request, thing):
        """What changed since the text was read, what resembles it, who holds it."""
        shown = super().panels(request, thing)
        context = {
            "solution": thing,
            "changes": changes_to_review(thing),
            "transfers": thing.transfers.for_list(),
        }
        shown.append(render_to_string("admin/panels/solution_review.html", context))
        if thing.status in WAITING or thing.awaits_review:
            shown.append(render_to_string("admin/panels/solution_alike.html", self.doubles(thing)))
        return shown

    def unread_panel(self, thing):
        """What the rules cannot read, then every other file of the sheet, each with who reads it."""
        unread = {each.row["attachment"] for each in self.unread(thing)}
        rest = [desk_row_of(each) for each in documents_of(KIND, thing.pk) if each not in unread]
        context = {"rows": rest, "others": bool(unread)}
        panel = render_to_string("admin/panels/solution_documents.html", context)
        return [*super().unread_panel(thing), *([panel] if rest else [])]

    def doubles(self, thing):
        rows = [
            self.side(each)
            | {
                "url": reverse("admin:suppliers_solution_compare", args=[thing.pk, each.pk]),
                "percent": int(100 * each.resemblance),
            }
            for each in alike(thing, timezone.localdate())
        ]
        return {"alike": rows, "companies": same_legal_unit(thing.company)}

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

    @admin.display(description=_("modèle de prix"))
    def prices(self, solution):
        return text_of(solution, "price_models") or "–"

    @admin.display(description=_("références notées"))
    def rows_of_references(self, solution):
        """Without the people who agreed to be asked: they are given on request alone."""
        rows = solution.reference_rows.for_list()
        return "\n".join(f"{row.who}, {row.when} : {row.result}" for row in rows) or "–"

    @admin.display(description=_("réponses réservées"))
    def who_reads(self, solution):
        kept = [
            f"{label_of(name)} : {Audience(audience).label}" for name, audience in solution.audiences.items()
        ]
        return "\n".join(kept) or _("Tout le monde lit tout.")
