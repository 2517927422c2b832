"""Who speaks for an organisation, in which role and since when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import MembershipRole, MembershipStatus
from grandest_portal.accounts.models.organisations import Organisation
from grandest_portal.accounts.models.people import User


class MembershipQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(status=MembershipStatus.APPROVED)

    def live(self):
        """Approved or waiting: the person may already prepare things."""
        return self.filter(status__in=[MembershipStatus.APPROVED, MembershipStatus.REQUESTED])

    def for_list(self):
        return self.select_related("user", "organisation").order_by("-requested_at", "-pk")


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("personne"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=MembershipRole, default=MembershipRole.EDITOR)
    status = models.CharField(
        _("état"), max_length=10, choices=MembershipStatus, default=MembershipStatus.REQUESTED
    )
    position = models.CharField(_("fonction"), max_length=120, blank=True)
    requested_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decision_reason = models.TextField(_("motif"), blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=["requested", "approved"]),
                name="accounts_membership_one_live_per_user",
                violation_error_message=_("Cette personne est déjà rattachée à une organisation."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=MembershipStatus.values), name="accounts_membership_status"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.organisation}"
