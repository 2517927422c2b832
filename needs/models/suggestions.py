"""Suggestion: a partner's word that a need and a solution should be looked at together; it changes no matching."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Partner, User
from grandest_portal.accounts.permissions import approved_organisation_of, is_moderator
from needs.enums import DeclaredInterest, SuggestionDirection
from needs.models.needs import Need
from suppliers.models import Solution


class SuggestionQuerySet(models.QuerySet):
    def live(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, user):
        """Its two sides and its partner, each by approved people; all for moderators. Nobody else."""
        if is_moderator(user):
            return self.all()
        organisation = approved_organisation_of(user)
        if organisation is None:
            return self.none()
        return self.filter(
            Q(partner__organisation=organisation)
            | Q(need__buyer__organisation=organisation)
            | Q(solution__company__organisation=organisation)
        )

    def for_list(self):
        return self.select_related(
            "author",
            "partner__organisation",
            "need__buyer__organisation",
            "solution__company__organisation",
        ).order_by("-created_at", "-pk")


class Suggestion(models.Model):
    """A partner says to both sides, openly, that a need and a solution should be looked at together."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="suggestions", verbose_name=_("besoin"))
    solution = models.ForeignKey(
        Solution, models.PROTECT, related_name="suggestions", verbose_name=_("solution")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="suggestions", verbose_name=_("partenaire")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rédigée par")
    )
    direction = models.CharField(_("sens"), max_length=10, choices=SuggestionDirection)
    reason = models.TextField(_("raison"))
    declared_interest = models.CharField(_("lien d'intérêt déclaré"), max_length=10, choices=DeclaredInterest)
    interest_text = models.TextField(_("description du lien d'intérêt"), blank=True)
    created_at = models.DateTimeField(_("faite le"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("raison du retrait"), blank=True, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = [models.Index(fields=["partner", "-created_at", "-id"], name="needs_suggestion_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "need", "solution"],
                condition=Q(withdrawn_at=None),
                name="needs_suggestion_one_live",
                violation_error_message=_("Votre structure a déjà suggéré ce rapprochement."),
            ),
            models.CheckConstraint(
                condition=Q(direction__in=SuggestionDirection.values), name="needs_suggestion_direction"
            ),
            models.CheckConstraint(
                condition=Q(declared_interest=DeclaredInterest.NONE, interest_text="")
                | (Q(declared_interest=DeclaredInterest.LINK) & ~Q(interest_text="")),
                name="needs_suggestion_interest",
                violation_error_message=_("Un lien d'intérêt déclaré se décrit."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="needs_suggestion_withdrawal",
                violation_error_message=_("Une suggestion retirée a une raison."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """« SU-42 »: what a person quotes when writing about this suggestion."""
        return f"SU-{self.pk}"
