"""Question and Answer: what companies ask about a need, answered to all under nobody's name."""

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from needs.enums import AWAITING_EXIT, QuestionStatus
from needs.models.needs import Need
from suppliers.models import Company

LONGEST_QUESTION = 2000
LONGEST_ANSWER = 5000


class QuestionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=QuestionStatus.ASKED)

    def due_from(self, buyer):
        """Those that the buyer may still answer: what follows their need is not said yet."""
        return self.waiting().filter(need__buyer=buyer, need__status__in=AWAITING_EXIT)

    def in_thread(self):
        """What everybody reads: published ones, and the trace of those put aside after publication."""
        withheld = Q(status=QuestionStatus.WITHHELD, answered_at__isnull=False)
        return self.filter(withheld | Q(status=QuestionStatus.ANSWERED))

    def of_company(self, company):
        """Its own ones that the thread does not show: waiting, put aside or taken back."""
        return self.filter(company=company).exclude(status=QuestionStatus.ANSWERED)

    def for_waiting(self):
        return self.select_related("need__buyer__organisation").order_by("asked_at", "pk")

    def for_thread(self):
        """The latest publication first; every answer comes with it, the first one first."""
        answers = Answer.objects.order_by("published_at", "pk")
        return self.prefetch_related(Prefetch("answers", answers)).order_by("-answered_at", "-pk")

    def for_panel(self):
        """The same order in one query: `last_answer`, and `last_at` its moment."""
        last = Answer.objects.filter(question=OuterRef("pk")).order_by("-published_at", "-pk")
        return self.annotate(
            last_answer=Subquery(last.values("text")[:1]), last_at=Subquery(last.values("published_at")[:1])
        ).order_by("-answered_at", "-pk")

    def for_page(self, company, reads, most):
        """What the page of a need shows, in one query: the `most` latest of the thread; the `most` oldest that wait,
        where the person `reads` them; all those of `company` that wait. A question may come twice."""
        waiting = self.waiting().for_panel().order_by("asked_at", "pk")
        others = [waiting[:most]] if reads else []
        others += [waiting.of_company(company)] if company else []
        thread = self.in_thread().for_panel()[:most]
        return thread.union(*others, all=True).order_by("asked_at", "pk") if others else thread


class Question(models.Model):
    """Asked by a company; who asks is for that company and the audit trail alone."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="questions", verbose_name=_("besoin"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("entreprise"))
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("posée par")
    )
    text = models.TextField(_("question"), max_length=LONGEST_QUESTION)
    status = models.CharField(
        _("état"), max_length=10, choices=QuestionStatus, default=QuestionStatus.ASKED, editable=False
    )
    asked_at = models.DateTimeField(_("posée le"), auto_now_add=True)
    answered_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("écartée ou retirée le"), null=True, blank=True, editable=False)
    reason = models.TextField(_("motif de la modération"), blank=True, editable=False)
    draft = models.TextField(_("brouillon de réponse"), blank=True, editable=False)
    draft_version = models.PositiveIntegerField(default=0, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [models.Index(fields=["need", "status"], name="needs_question_of_need")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=QuestionStatus.values), name="needs_question_status"
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="needs_question_text",
                violation_error_message=_("Une question a un texte."),
            ),
            models.CheckConstraint(
                condition=~Q(status=QuestionStatus.ANSWERED) | Q(answered_at__isnull=False),
                name="needs_question_answered_has_date",
                violation_error_message=_("Une question publiée a une date."),
            ),
            models.CheckConstraint(
                condition=~Q(status=QuestionStatus.WITHHELD) | ~Q(reason=""),
                name="needs_question_withheld_has_reason",
                violation_error_message=_("Une question écartée a un motif."),
            ),
            models.CheckConstraint(
                condition=Q(status=QuestionStatus.ASKED, answered_at=None, ended_at=None)
                | Q(status=QuestionStatus.ANSWERED, ended_at=None)
                | Q(status=QuestionStatus.WITHHELD, ended_at__isnull=False)
                | Q(status=QuestionStatus.WITHDRAWN, answered_at=None, ended_at__isnull=False),
                name="needs_question_dates",
                violation_error_message=_("Les dates d'une question disent son état."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« Q-42 »: what a person quotes when writing about this question."""
        return f"Q-{self.pk}"

    @property
    def is_waiting(self):
        return self.status == QuestionStatus.ASKED

    @property
    def is_withheld(self):
        return self.status == QuestionStatus.WITHHELD


class Answer(models.Model):
    """One published text: the first is the answer, each later one corrects it; none is changed or removed."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rédigée par")
    )
    text = models.TextField(_("réponse"), max_length=LONGEST_ANSWER)
    published_at = models.DateTimeField(_("publiée le"))

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="needs_answer_text",
                violation_error_message=_("Une réponse a un texte."),
            )
        ]

    def __str__(self):
        return f"{self.question_id} · {self.published_at:%Y-%m-%d}"
