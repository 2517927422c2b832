"""What is said about needs, as moderators read it: questions, interests, suggestions, checks, other buyers."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grandest_portal.core.moderation import ModerationAdmin, StaffReadOnlyAdmin, Verb
from needs.actions import withhold_question
from needs.enums import QUESTION_TRANSITIONS, NeedStatus, QuestionStatus
from needs.models import CheckAnswer, CheckJustification, Interest, NeedJoin, Question, Suggestion


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
    shows_events = False
    waiting_since = "asked_at"
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
            hint=_(
                "L'entreprise qui a posé la question lira cette raison ; l'acheteur et le public ne la lisent pas."
            ),
            named=_("Question écartée : %(thing)s"),
        ),
    )

    def awaiting(self):
        return Q(pk__in=[])

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


@admin.register(NeedJoin)
class NeedJoinAdmin(StaffReadOnlyAdmin):
    """Buyers that have the same need, in the order in which they said so."""

    list_display = ["need", "buyer", "volume", "wanted_on", "created_at", "withdrawn_at"]
    list_filter = ["created_at", "withdrawn_at"]
    search_fields = ["need__title", "buyer__organisation__name", "volume"]
    list_select_related = ["need", "buyer__organisation"]
    readonly_fields = ["created_at", "withdrawn_at"]
    ordering = ["-created_at", "-pk"]
