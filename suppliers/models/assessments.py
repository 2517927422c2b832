"""Assessment: what a company says, in its name, of what is innovative in one solution. It binds nobody else."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from suppliers.enums import ASSESSMENT_TONES, AssessmentStatus, Audience
from suppliers.models.companies import Company
from suppliers.models.solutions import Solution


class AssessmentQuerySet(models.QuerySet):
    def drafts(self):
        return self.filter(status=AssessmentStatus.DRAFT)

    def signed(self):
        """The note in force of a solution: one at most, of the company that holds it now."""
        return self.filter(status=AssessmentStatus.SIGNED, company=F("solution__company"))

    def past(self):
        """Notes that were signed once, in force or not."""
        return self.exclude(status=AssessmentStatus.DRAFT)

    def for_list(self):
        rows = self.select_related("solution__company__organisation", "company__organisation")
        return rows.select_related("signed_by", "commented_by").order_by("-signed_at", "-pk")


class Assessment(models.Model):
    """A draft of answers, then a signed note that keeps its own text (`note`) whatever changes afterwards."""

    solution = models.ForeignKey(
        Solution, models.CASCADE, related_name="assessments", verbose_name=_("solution")
    )
    # Whose word it is: the sheet may go to another company, the note stays.
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="+", editable=False, verbose_name=_("entreprise")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commencée par")
    )
    status = models.CharField(
        _("état"), max_length=10, choices=AssessmentStatus, default=AssessmentStatus.DRAFT, editable=False
    )
    answers = models.JSONField(
        _("réponses"),
        default=dict,
        blank=True,
        help_text=_("{clé de la question: {answer, explanation, proof}}"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    audience = models.CharField(
        _("qui lit la note"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    note = models.JSONField(_("note, telle que signée"), default=dict, blank=True, editable=False)
    signed_at = models.DateTimeField(_("signée le"), null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signée par")
    )
    signer_position = models.CharField(_("fonction"), max_length=120, blank=True)
    seal = models.CharField(_("empreinte"), max_length=64, blank=True, editable=False)
    comment = models.TextField(_("commentaire de la modération"), blank=True)
    commented_at = models.DateTimeField(_("commentée le"), null=True, blank=True, editable=False)
    commented_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commentée par")
    )
    withdrawal_reason = models.TextField(_("motif du retrait"), blank=True)
    ended_at = models.DateTimeField(_("n'est plus en vigueur depuis le"), null=True, blank=True)
    created_at = models.DateTimeField(_("commencée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("auto-évaluation de l'innovation")
        verbose_name_plural = _("auto-évaluations de l'innovation")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AssessmentStatus.values) & Q(audience__in=Audience.values),
                name="suppliers_assessment_words",
            ),
            models.CheckConstraint(
                condition=Q(status=AssessmentStatus.DRAFT) | (Q(signed_at__isnull=False) & ~Q(seal="")),
                name="suppliers_assessment_signed",
            ),
            models.UniqueConstraint(
                fields=["solution"],
                condition=Q(status=AssessmentStatus.DRAFT),
                name="suppliers_assessment_one_draft",
            ),
            models.UniqueConstraint(
                fields=["solution", "company"],
                condition=Q(status=AssessmentStatus.SIGNED),
                name="suppliers_assessment_one_signed",
            ),
        ]

    def __str__(self):
        return f"{self.solution} ({self.get_status_display()})"

    @property
    def tone(self):
        return ASSESSMENT_TONES[self.status]

    @property
    def is_signed(self):
        """What `signed` says, of a row in memory: in force, of the company that holds the sheet now."""
        return self.status == AssessmentStatus.SIGNED and self.company_id == self.solution.company_id
