"""Needs on the moderation desk: read, then published, sent back or refused."""

from django.contrib import admin
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.models import Membership
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb
from needs.actions import publish_need, reject_need, return_need
from needs.enums import NeedStatus
from needs.models import CheckAnswer, CheckJustification, Need, Suggestion

SUBMITTED = frozenset({NeedStatus.SUBMITTED})


@admin.register(Need)
class NeedAdmin(ModerationAdmin):
    list_display = ["title", "buyer_name", "status", "submitted_at", "sourcing_open_until", "source"]
    list_filter = ["status", "source", "budget_band", "procedure", "submitted_at"]
    search_fields = ["title", "summary", "buyer__organisation__name", "source_buyer", "source_id"]
    list_select_related = ["buyer__organisation"]
    change_form_template = "admin/need_change_form.html"
    verbs = (
        Verb(
            "publish",
            _("Publier"),
            publish_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin publié.", "%(count)d besoins publiés.", "count"),
        ),
        Verb(
            "return",
            _("Renvoyer avec une raison"),
            return_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin renvoyé.", "%(count)d besoins renvoyés.", "count"),
            needs_reason=True,
        ),
        Verb(
            "reject",
            _("Refuser avec une raison"),
            reject_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin refusé.", "%(count)d besoins refusés.", "count"),
            needs_reason=True,
        ),
    )
    fieldsets = [
        (None, {"fields": ["status", "title", "buyer_name", "author", "submitted_at", "moderation_reason"]}),
        (_("Le besoin"), {"fields": ["summary", "current_situation", "expected_result", "constraints"]}),
        (_("Où et dans quel domaine"), {"fields": ["cpv", "territories"]}),
        (
            _("Budget et calendrier"),
            {"fields": ["budget_band", "procedure", "sourcing_open_until", "planned_on"]},
        ),
        (_("Contact"), {"fields": ["contact_name", "contact_role"]}),
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

    @admin.display(description=_("acheteur"), ordering="buyer__organisation__name")
    def buyer_name(self, need):
        return need.buyer_name


@admin.register(Suggestion)
class SuggestionAdmin(StaffReadOnlyAdmin):
    """What partners told both sides: read here, never decided."""

    list_display = [
        "reference",
        "partner",
        "need",
        "solution",
        "declared_interest",
        "created_at",
        "withdrawn_at",
    ]
    list_filter = ["declared_interest", "direction", "created_at", "withdrawn_at"]
    search_fields = ["partner__organisation__name", "need__title", "solution__title", "reason"]
    list_select_related = ["partner__organisation", "need", "solution"]
    readonly_fields = ["created_at", "withdrawn_at", "withdrawal_reason"]
    ordering = ["-created_at", "-pk"]

    @admin.display(description=_("référence"), ordering="pk")
    def reference(self, suggestion):
        return suggestion.reference


class OfNeedAdmin(StaffReadOnlyAdmin):
    """What buyers wrote beside a need; that of a draft is its authors' alone."""

    search_fields = ["need__title", "check_code"]
    list_select_related = ["need", "author"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(need__status=NeedStatus.DRAFT)


@admin.register(CheckJustification)
class CheckJustificationAdmin(OfNeedAdmin):
    list_display = ["check_code", "need", "text", "existing_equipment", "author", "created_at"]
    list_filter = ["check_code", "created_at"]
    ordering = ["-created_at", "-pk"]


@admin.register(CheckAnswer)
class CheckAnswerAdmin(OfNeedAdmin):
    list_display = ["check_code", "need", "answer", "note", "author", "answered_at"]
    list_filter = ["check_code", "answer", "answered_at"]
    ordering = ["-answered_at", "-pk"]
