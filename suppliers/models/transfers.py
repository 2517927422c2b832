"""A company hands a sheet of the census over to another; until that one accepts, nothing changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from grandest_portal.accounts.permissions import approved_organisation_of, is_moderator
from suppliers.enums import TransferStatus
from suppliers.models.companies import Company
from suppliers.models.solutions import Solution

LONGEST_TRANSFER_NOTE = 1000
ONE_TRANSFER = "suppliers_transfer_one_proposed"


class SolutionTransferQuerySet(models.QuerySet):
    def proposed(self):
        return self.filter(status=TransferStatus.PROPOSED)

    def accepted(self):
        return self.filter(status=TransferStatus.ACCEPTED)

    def visible_to(self, user):
        """For the approved people of both companies, and moderators."""
        if is_moderator(user):
            return self.all()
        organisation = approved_organisation_of(user)
        if organisation is None:
            return self.none()
        return self.filter(Q(giver__organisation=organisation) | Q(taker__organisation=organisation))

    def for_list(self):
        return self.select_related("solution", "giver__organisation", "taker__organisation").order_by("-pk")


class SolutionTransfer(models.Model):
    solution = models.ForeignKey(
        Solution, models.CASCADE, related_name="transfers", verbose_name=_("solution")
    )
    giver = models.ForeignKey(
        Company, models.PROTECT, related_name="+", verbose_name=_("entreprise qui transmet")
    )
    taker = models.ForeignKey(
        Company, models.PROTECT, related_name="+", verbose_name=_("entreprise qui reçoit")
    )
    status = models.CharField(
        _("état"), max_length=10, choices=TransferStatus, default=TransferStatus.PROPOSED, editable=False
    )
    note = models.TextField(_("message"), blank=True, max_length=LONGEST_TRANSFER_NOTE)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("proposée par")
    )
    created_at = models.DateTimeField(_("proposée le"))
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("réponse de")
    )
    answered_at = models.DateTimeField(_("réponse le"), null=True, blank=True, editable=False)
    answer = models.TextField(_("réponse"), blank=True, max_length=LONGEST_TRANSFER_NOTE)

    objects = SolutionTransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transmission d'une fiche")
        verbose_name_plural = _("transmissions de fiches")
        constraints = [
            models.UniqueConstraint(
                fields=["solution"],
                condition=Q(status=TransferStatus.PROPOSED),
                name=ONE_TRANSFER,
                violation_error_message=_("Une transmission de cette fiche attend déjà sa réponse."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=TransferStatus.values), name="suppliers_transfer_status"
            ),
            models.CheckConstraint(
                condition=~Q(giver=models.F("taker")), name="suppliers_transfer_two_sides"
            ),
        ]

    def __str__(self):
        return f"{self.solution} : {self.giver} → {self.taker}"

    @property
    def is_proposed(self):
        return self.status == TransferStatus.PROPOSED
