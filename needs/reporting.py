"""What may be reported of needs, questions and suggestions; how a rejected need is contested; what is sensitive."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buyers.permissions import approved_buyer_of
from grandest_portal.attachments.enums import Purpose
from grandest_portal.attachments.models import Attachment
from grandest_portal.attachments.presentation import desk_row_of
from grandest_portal.attachments.reading import unread_of, why_unread
from grandest_portal.reports.kinds import Kind, Unread, register
from grandest_portal.reports.sensitivity import words_in
from needs.actions.appeals import lift_need_rejection
from needs.enums import PUBLIC_NEED, NeedStatus, QuestionStatus
from needs.messages import people_of_need
from needs.models import CheckJustification, Need, Question, Suggestion
from needs.versioning import KIND

TEXTS = (
    "title",
    "summary",
    "current_situation",
    "expected_result",
    "constraints",
    "short_window_reason",
    "foreign_summary",
)


def first_of_buyer(_values):
    """No need of the buyer was ever published."""
    others = Need.objects.filter(buyer=OuterRef("buyer"), status__in=PUBLIC_NEED).exclude(pk=OuterRef("pk"))
    return Q(buyer__isnull=False) & ~Q(Exists(others))


def words_anywhere(values):
    """A word stands in a text of the need, or in the name or the text of one of its public documents."""
    public = Attachment.objects.live().filter(kind=KIND, purpose=Purpose.PUBLIC, object_id=OuterRef("pk"))
    return words_in(*TEXTS)(values) | Q(Exists(public.filter(words_in("name", "text")(values))))


def unread(need):
    """Its public documents that `words_anywhere` finds nothing in because nobody read them, and why."""
    return [
        Unread(desk_row_of(document), why_unread(document, awaited), awaited)
        for document, awaited in unread_of(KIND, need.pk, Purpose.PUBLIC)
    ]


def justified(_values):
    """A remark of the drafting checks was set aside in writing."""
    return Q(Exists(CheckJustification.objects.filter(need=OuterRef("pk"))))


register(
    Kind(
        key="need",
        label=_("besoin"),
        model=Need,
        visible=lambda user: Need.objects.public().for_list(),
        url=lambda pk: reverse("needs:detail", args=[pk]),
        admin_url=lambda pk: reverse("admin:needs_need_change", args=[pk]),
        organisations=lambda need: [need.buyer.organisation] if need.buyer_id else [],
        loaded=("buyer__organisation",),
        rejected_verb="need.rejected",
        lift=lift_need_rejection,
        people=people_of_need,
        awaits=lambda need: need.status == NeedStatus.SUBMITTED or need.awaits_review,
        sensitive={
            "words": words_anywhere,
            "budget": lambda values: Q(budget_band__in=values),
            "procedure": lambda values: Q(procedure__in=values),
            "first": first_of_buyer,
            "justified": justified,
        },
        unread=unread,
    )
)
register(
    Kind(
        key="suggestion",
        label=_("suggestion d'un partenaire"),
        model=Suggestion,
        visible=lambda user: Suggestion.objects.visible_to(user).for_list(),
        url=lambda pk: reverse("needs:suggestion", args=[pk]),
        admin_url=lambda pk: reverse("admin:needs_suggestion_change", args=[pk]),
        organisations=lambda each: [
            each.partner.organisation,
            each.need.buyer.organisation,
            each.solution.company.organisation,
        ],
        loaded=("partner__organisation", "need__buyer__organisation", "solution__company__organisation"),
    )
)


def questions_read_by(user):
    """The published thread for everybody; what waits for an answer for the people of its buyer."""
    buyer = approved_buyer_of(user)
    read = Q(pk__in=Question.objects.in_thread().values("pk"))
    if buyer is not None:
        read |= Q(status=QuestionStatus.ASKED, need__buyer=buyer)
    rows = Question.objects.filter(read, need__status__in=PUBLIC_NEED)
    return rows.select_related("need__buyer__organisation", "company__organisation")


def place_of_question(pk):
    need = Question.objects.filter(pk=pk).values_list("need", flat=True).first()
    return f"{reverse('needs:questions', args=[need])}#question-{pk}" if need else ""


register(
    Kind(
        key="question",
        label=_("question ou réponse"),
        model=Question,
        visible=questions_read_by,
        url=place_of_question,
        admin_url=lambda pk: reverse("admin:needs_question_change", args=[pk]),
        # The company that asks is not named to anybody, but its own moderators must not decide either.
        organisations=lambda each: [each.need.buyer.organisation, each.company.organisation],
        secret_verbs=frozenset({"question.asked", "question.withdrawn"}),
        loaded=("need__buyer__organisation", "company__organisation"),
    )
)
