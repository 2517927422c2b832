"""Terms that companies miss in the vocabulary of keywords."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.core.moderation import ModerationAdmin, Verb
from grandest_portal.reference.models import Keyword
from suppliers.actions import accept_keyword, refuse_keyword
from suppliers.enums import ProposalStatus
from suppliers.models import KeywordProposal

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
            named=_("Mot clé ajouté : %(thing)s"),
        ),
        Verb(
            "refuse",
            _("Ne pas ajouter"),
            refuse_keyword,
            PROPOSED,
            ngettext_lazy("%(count)d mot clé non retenu.", "%(count)d mots clés non retenus.", "count"),
            needs_reason=True,
            hint=_("La personne qui a proposé ce terme lira cette raison."),
            named=_("Mot clé non retenu : %(thing)s"),
        ),
    )

    @admin.display(description=_("termes proches"))
    def near(self, proposal):
        rows = Keyword.objects.in_force(timezone.localdate()).near(proposal.label, 5)
        return ", ".join(row.label for row in rows) or "–"
