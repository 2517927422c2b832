"""KeywordProposal: a term that a company misses in the vocabulary."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import Organisation, User
from grandest_portal.reference.models import Sector
from suppliers.enums import ProposalStatus


class KeywordProposal(models.Model):
    label = models.CharField(_("terme proposé"), max_length=60)
    sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("secteur")
    )
    reason = models.TextField(_("ce qu'il désigne"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("proposé par")
    )
    status = models.CharField(
        _("état"), max_length=10, choices=ProposalStatus, default=ProposalStatus.PROPOSED, editable=False
    )
    moderation_reason = models.TextField(_("motif de la modération"), blank=True, editable=False)
    created_at = models.DateTimeField(_("proposé le"), auto_now_add=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("mot clé proposé")
        verbose_name_plural = _("mots clés proposés")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProposalStatus.values), name="suppliers_keywordproposal_status"
            )
        ]

    def __str__(self):
        return self.label
