"""Needs on the moderation desk: read, then published, sent back or refused."""

from django.contrib import admin
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.accounts.models import Membership
from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb
from grandest_portal.reports.admin import LOOK_VERBS, SecondLookAdmin
from needs.actions import publish_need, reject_need, return_need, withhold_question
from needs.enums import QUESTION_TRANSITIONS, NeedStatus, QuestionStatus
from needs.models import CheckAnswer, CheckJustification, Interest, Need, Question, Suggestion

SUBMITTED = frozenset({NeedStatus.SUBMITTED})


@admin.register(Need)
class NeedAdmin(SecondLookAdmin):
    list_display = ["title", "buyer_name", "status", "look", "submitted_at", "sourcing_open_until", "source"]
    list_filter = ["status", "source", "budget_band", "procedure", "submitted_at"]
    search_fields = ["title", "summary", "buyer__organisation__name", "source_buyer", "source_id"]
    list_select_related = ["buyer__organisation"]
    received_verbs = ("need.submitted",)
    decided_verbs = ("need.published", "need.returned", "need.rejected")
    verbs = (
        Verb(
            "publish",
            _("Publier"),
            publish_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin publié.", "%(count)d besoins publiés.", "count"),
            access_key="p",
        ),
        Verb(
            "return",
            _("Renvoyer avec une raison"),
            return_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin renvoyé.", "%(count)d besoins renvoyés.", "count"),
            needs_reason=True,
            reasons="return",
            access_key="r",
        ),
        Verb(
            "reject",
            _("Refuser avec une raison"),
            reject_need,
            SUBMITTED,
            ngettext_lazy("%(count)d besoin refusé.", "%(count)d besoins refusés.", "count"),
            needs_reason=True,
            reasons="reject",
            closed=True,
            access_key="x",
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
            {"fields": ["contact_name", "contact_role", "languages", "foreign_language", "foreign_summary"]},
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


@admin.register(Question)
class QuestionAdmin(ModerationAdmin):
    """Questions await their buyer, not the desk: no queue. An abuse is put aside here.

    Who asked is not shown beside the text: a moderator who has to know opens the history.
    """

    queue = None
    list_display = ["reference", "need", "status", "asked_at", "answered_at"]
    list_filter = ["status", "asked_at"]
    search_fields = ["text", "need__title"]
    list_select_related = ["need"]
    exclude = ["company", "author", "draft", "draft_version"]
    readonly_fields = ["status", "asked_at", "answered_at", "ended_at", "reason"]
    verbs = (
        Verb(
            "withhold",
            _("Écarter avec une raison"),
            withhold_question,
            QUESTION_TRANSITIONS[QuestionStatus.WITHHELD],
            ngettext_lazy("%(count)d question écartée.", "%(count)d questions écartées.", "count"),
            needs_reason=True,
        ),
    )

    def get_list_filter(self, request):
        return self.list_filter

    def get_ordering(self, request):
        return ["-asked_at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("need__buyer__organisation")

    @admin.display(description=_("référence"), ordering="pk")
    def reference(self, question):
        return question.reference


@admin.register(Interest)
class InterestAdmin(StaffReadOnlyAdmin):
    """What companies declared and what buyers answered: read here, never decided."""

    list_display = ["reference", "need", "company", "status", "created_at", "read_at", "answered_at"]
    list_filter = ["status", "created_at", "answered_at"]
    search_fields = ["need__title", "company__organisation__name", "note"]
    list_select_related = ["need", "company__organisation"]
    readonly_fields = ["created_at", "withdrawn_at", "read_at", "answered_at", "answer", "meeting_at"]
    ordering = ["-created_at", "-pk"]

    @admin.display(description=_("référence"), ordering="pk")
    def reference(self, interest):
        return interest.reference


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
