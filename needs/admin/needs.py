"""Needs on the moderation desk: read, then published, sent back or refused; read again when their text changes."""

from django.contrib import admin
from django.db.models import Exists
from django.template.loader import render_to_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.models import Membership
from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.presentation import row_of
from grandest_portal.attachments.reading import documents_of
from grandest_portal.core.moderation import Verb
from grandest_portal.reports.admin import LOOK_VERBS
from grandest_portal.reports.amended import AmendedAdmin, review_verbs
from needs.actions import approve_amendments, publish_need, reject_need, restore_approved, return_need
from needs.display import languages_text
from needs.enums import PUBLIC_NEED, NeedStatus
from needs.models import Need
from needs.versioning import KIND, changes_to_review

SUBMITTED = frozenset({NeedStatus.SUBMITTED})
REVIEWED = PUBLIC_NEED


REVIEW_VERBS = review_verbs(
    approve_amendments,
    restore_approved,
    REVIEWED,
    _("L'acheteur lira pourquoi sa modification est retirée ; la raison est publique, dans les versions."),
)


@admin.register(Need)
class NeedAdmin(AmendedAdmin):
    public = PUBLIC_NEED
    list_display = [
        "title",
        "buyer_name",
        "status",
        "waits",
        "look",
        "submitted_at",
        "sourcing_open_until",
        "source",
    ]
    readonly_fields = ["accepted_languages"]
    list_filter = ["status", "source", "budget_band", "procedure", "submitted_at"]
    search_fields = ["title", "summary", "buyer__organisation__name", "source_buyer", "source_id"]
    list_select_related = ["buyer__organisation"]
    received_verbs = ("need.submitted", "need.amended")
    decided_verbs = (
        "need.published",
        "need.returned",
        "need.rejected",
        "need.amendments_approved",
        "need.amendments_restored",
    )
    verbs = (
        *REVIEW_VERBS,
        Verb(
            "publish",
            _("Publier"),
            publish_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin publié.", "%(count)d besoins publiés.", "count"),
            access_key="p",
            named=_("Besoin publié : %(thing)s"),
        ),
        Verb(
            "return",
            _("Renvoyer avec une raison"),
            return_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin renvoyé.", "%(count)d besoins renvoyés.", "count"),
            needs_reason=True,
            hint=_("L'auteur lira ce qui doit changer pour que la publication soit possible."),
            reasons="return",
            access_key="r",
            named=_("Besoin renvoyé : %(thing)s"),
        ),
        Verb(
            "reject",
            _("Refuser avec une raison"),
            reject_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin refusé.", "%(count)d besoins refusés.", "count"),
            needs_reason=True,
            hint=_("L'auteur lira pourquoi ce texte ne peut pas être publié, et comment contester."),
            reasons="reject",
            closed=True,
            access_key="x",
            named=_("Besoin refusé : %(thing)s"),
        ),
        *LOOK_VERBS,
    )
    fieldsets = [
        (None, {"fields": ["status", "title", "buyer_name", "author", "submitted_at", "moderation_reason"]}),
        (_("Le besoin"), {"fields": ["summary", "current_situation", "expected_result", "constraints"]}),
        (_("Où et dans quel domaine"), {"fields": ["cpv", "territories"]}),
        (
            _("Budget et calendrier"),
            {
                "fields": [
                    "budget_band",
                    "procedure",
                    "maturity",
                    "sourcing_days",
                    "short_window_reason",
                    "sourcing_open_until",
                    "planned_on",
                ]
            },
        ),
        (
            _("Contact et langues"),
            {
                "fields": [
                    "contact_name",
                    "contact_role",
                    "accepted_languages",
                    "foreign_language",
                    "foreign_summary",
                ]
            },
        ),
        (
            _("La suite"),
            {
                "classes": ["collapse"],
                "fields": [
                    "published_at",
                    "closed_at",
                    "consultation_url",
                    "consultation_deadline",
                    "direct_purchase_article",
                    "direct_purchase_reason",
                    "abandon_reason",
                    "awarded_to",
                    "awarded_on",
                    "award_notice_url",
                    "no_award_reason",
                ],
            },
        ),
        (
            _("Origine"),
            {
                "classes": ["collapse"],
                "fields": ["source", "source_id", "source_url", "version", "created_at"],
            },
        ),
    ]

    def gone(self, pk):
        """Its buyer took it back before the decision: no moderator reads the draft, but learns why it left."""
        if not Need.objects.filter(pk=pk, status=NeedStatus.DRAFT, submitted_at__isnull=False).exists():
            return ""
        return _now(
            "L'acheteur a repris ce besoin pour le corriger : il reviendra dans la file quand il sera renvoyé."
        )

    def panels(self, request, thing):
        """What changed since the text was read, and what the checks say of it."""
        if not (thing.status in SUBMITTED or thing.is_open or thing.awaits_review):
            return super().panels(request, thing)
        documents = documents_of(KIND, thing.pk, Purpose.PUBLIC)
        context = {
            "need": thing,
            "changes": changes_to_review(thing),
            "documents": [row_of(each) for each in documents],
        }
        return [*super().panels(request, thing), render_to_string("admin/panels/need_review.html", context)]

    def waiting(self, request):
        """A person's first texts wait with the request to speak for the organisation: one entry, not two."""
        asked = Membership.objects.asked_by("author", "buyer__organisation")
        return super().waiting(request).exclude(Exists(asked))

    def first_items(self, membership):
        return Need.objects.awaiting_moderation().filter(
            author=membership.user_id, buyer__organisation=membership.organisation_id
        )

    def get_queryset(self, request):
        """Drafts are their authors' alone, whatever the moderator's rights."""
        return (
            super()
            .get_queryset(request)
            .exclude(status=NeedStatus.DRAFT)
            .select_related("buyer__organisation")
        )

    @admin.display(description=_("langues acceptées"))
    def accepted_languages(self, need):
        return languages_text(need)

    @admin.display(description=_("acheteur"), ordering="buyer__organisation__name")
    def buyer_name(self, need):
        return need.buyer_name
