"""Companies, seen by moderators; solutions, decided by them."""

from django.contrib import admin
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from grandest_portal.accounts.models import Membership
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb
from grandest_portal.reference.models import Keyword
from grandest_portal.reports.admin import LOOK_VERBS, SecondLookAdmin
from suppliers.actions import (
    accept_keyword,
    publish_solution,
    refuse_keyword,
    reject_solution,
    return_solution,
)
from suppliers.enums import Audience, ProposalStatus, SolutionStatus
from suppliers.models import Company, KeywordProposal, Solution
from suppliers.places import served_text
from suppliers.sheet import label_of, text_of

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

    @admin.display(description=_("modèle de prix"))
    def prices(self, solution):
        return text_of(solution, "price_models") or "–"

    @admin.display(description=_("références notées"))
    def rows_of_references(self, solution):
        """Without the people who agreed to be asked: they are given on request alone."""
        rows = solution.reference_rows.for_list()
        return "\n".join(f"{row.who}, {row.when} : {row.result}" for row in rows) or "–"

    @admin.display(description=_("réponses réservées"))
    def who_reads(self, solution):
        kept = [
            f"{label_of(name)} : {Audience(audience).label}" for name, audience in solution.audiences.items()
        ]
        return "\n".join(kept) or _("Tout le monde lit tout.")

    @admin.display(description=_("attend depuis"), ordering="submitted_at")
    def age(self, solution):
        if solution.status != SolutionStatus.SUBMITTED or solution.submitted_at is None:
            return "–"
        days = (timezone.now() - solution.submitted_at).days
        if not days:
            return _("moins d'un jour")
        return ngettext("%(days)d jour", "%(days)d jours", days) % {"days": days}


PROPOSED = frozenset({ProposalStatus.PROPOSED})


@admin.register(KeywordProposal)
class KeywordProposalAdmin(ModerationAdmin):
    """Terms that companies miss: those that are kept enter the vocabulary at once."""

    list_display = ["label", "sector", "organisation", "status", "created_at"]
    list_filter = ["status", "sector"]
    search_fields = ["label"]
    list_select_related = ["sector", "organisation"]
    readonly_fields = ["near"]
    fieldsets = [
        (None, {"fields": ["label", "sector", "reason", "near", "organisation", "author", "status"]}),
        (_("Dates"), {"fields": ["created_at", "decided_at", "moderation_reason"]}),
    ]
    waiting_status = ProposalStatus.PROPOSED
    waiting_since = "created_at"
    received_verbs = ("keyword.proposed",)
    decided_verbs = ("keyword.accepted", "keyword.refused")
    verbs = (
        Verb(
            "accept",
            _("Ajouter à la liste"),
            accept_keyword,
            PROPOSED,
            ngettext_lazy("%(count)d mot clé ajouté.", "%(count)d mots clés ajoutés.", "count"),
            named=_("Mot clé ajouté : %(thing)s"),
        ),
        Verb(
            "refuse",
            _("Ne pas ajouter"),
            refuse_keyword,
            PROPOSED,
            ngettext_lazy("%(count)d mot clé non retenu.", "%(count)d mots clés non retenus.", "count"),
            needs_reason=True,
            hint=_("La personne qui a proposé ce terme lira cette raison."),
            named=_("Mot clé non retenu : %(thing)s"),
        ),
    )

    @admin.display(description=_("termes proches"))
    def near(self, proposal):
        rows = Keyword.objects.in_force(timezone.localdate()).near(proposal.label, 5)
        return ", ".join(row.label for row in rows) or "–"
