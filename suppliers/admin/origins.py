"""What partners prepared for companies."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.core.moderation import ModerationAdmin, Verb
from suppliers.actions import prove_origin
from suppliers.enums import OriginStatus
from suppliers.models import Origin


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
    queue = None
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
                "Comment l'entreprise a donné son accord : courriel du…, appel de… La fiche passe ensuite en relecture."
            ),
            access_key="p",
            named=_("Fiche confirmée et en relecture : %(thing)s"),
        ),
    )

    def awaiting(self):
        """None: they wait for their company, not for a moderator. An empty list would be a constant to order by."""
        return Q(pk__lt=0)

    def stamp(self, thing):
        """The sheet that the page shows: its partner may send another text meanwhile."""
        return str(thing.solution.version) if thing.solution else ""

    @admin.display(description=_("problème résolu"))
    def problem_solved(self, origin):
        return origin.solution.problem_solved if origin.solution else "–"

    @admin.display(description=_("description"))
    def description(self, origin):
        return origin.solution.description if origin.solution else "–"

    @admin.display(description=_("ce qui est nouveau"))
    def novelty(self, origin):
        return origin.solution.novelty if origin.solution else "–"
