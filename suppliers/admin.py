"""Companies, seen by moderators; solutions, decided by them."""

from django.contrib import admin
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from grandest_portal.accounts.models import Membership
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb
from grandest_portal.reports.admin import LOOK_VERBS, SecondLookAdmin
from suppliers.actions import prove_origin, publish_solution, reject_solution, return_solution
from suppliers.enums import OriginStatus, SolutionStatus
from suppliers.models import Company, Origin, Solution
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


@admin.register(Origin)
class OriginAdmin(ModerationAdmin):
    """What partners prepared: none of it waits for the desk, but a proof of the company's agreement is noted here."""

    list_display = ["solution", "company", "partner", "status", "imported_at", "decided_at"]
    list_filter = ["status", "imported_at"]
    search_fields = ["company__organisation__name", "company__organisation__identifier", "solution__title"]
    list_select_related = ["solution", "company__organisation", "partner__organisation"]
    readonly_fields = ["problem_solved", "description", "novelty"]
    fieldsets = [
        (None, {"fields": ["solution", "company", "partner", "importer", "source", "imported_at"]}),
        (_("La solution"), {"fields": ["problem_solved", "description", "novelty"]}),
        (_("Ce qui en est advenu"), {"fields": ["status", "decided_at", "decided_by", "reason", "proof"]}),
    ]
    waiting_since = "imported_at"
    decided_verbs = ("origin.confirmed",)
    verbs = (
        Verb(
            "prove",
            _("Confirmer, avec la preuve de l'accord"),
            prove_origin,
            frozenset({OriginStatus.WAITING}),
            ngettext_lazy("%(count)d fiche confirmée.", "%(count)d fiches confirmées.", "count"),
            needs_reason=True,
            hint=_(
                "Comment l'entreprise a donné son accord : courriel du…, appel de… La fiche passe ensuite en relecture."
            ),
            access_key="p",
            named=_("Fiche confirmée et en relecture : %(thing)s"),
        ),
    )

    def awaiting(self):
        """They wait for their company, not for a moderator."""
        return Q(pk__in=[])

    @admin.display(description=_("problème résolu"))
    def problem_solved(self, origin):
        return origin.solution.problem_solved if origin.solution else "–"

    @admin.display(description=_("description"))
    def description(self, origin):
        return origin.solution.description if origin.solution else "–"

    @admin.display(description=_("ce qui est nouveau"))
    def novelty(self, origin):
        return origin.solution.novelty if origin.solution else "–"
