"""A change of address under way: confirmed from the new mailbox and from the old one, or it does not happen."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import AddressChangeStatus
from grandest_portal.accounts.models.people import User

LINKS = ["new_link", "old_link", "stop_link"]


def digest_of(token):
    """What is stored of a link's secret: reading the table gives nobody a link."""
    return hashlib.sha256(token.encode()).hexdigest()


class AddressChangeQuerySet(models.QuerySet):
    def alive(self, at):
        return self.filter(status=AddressChangeStatus.PENDING, expires_at__gt=at)

    def opened_by(self, token, at, links=LINKS):
        """The change that a link opens, if it may still be used at `at`."""
        digest, wanted = digest_of(token), Q()
        for link in links:
            wanted |= Q(**{link: digest})
        return self.alive(at).filter(wanted)


class AddressChange(models.Model):
    """Each link is stored as a SHA-256 digest and emptied once used; both addresses are emptied at the end."""

    user = models.ForeignKey(User, models.CASCADE, related_name="address_changes", verbose_name=_("personne"))
    status = models.CharField(
        _("état"), max_length=10, choices=AddressChangeStatus, default=AddressChangeStatus.PENDING
    )
    new_email = models.EmailField(_("nouvelle adresse"), max_length=254, blank=True)
    new_link = models.CharField(max_length=64, blank=True)
    old_link = models.CharField(max_length=64, blank=True)
    stop_link = models.CharField(max_length=64, blank=True)
    new_confirmed_at = models.DateTimeField(_("confirmée depuis la nouvelle le"), null=True, blank=True)
    old_confirmed_at = models.DateTimeField(_("confirmée depuis l'ancienne le"), null=True, blank=True)
    requested_at = models.DateTimeField(_("demandée le"))
    expires_at = models.DateTimeField(_("expire le"))

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement d'adresse")
        verbose_name_plural = _("changements d'adresse")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status="pending"),
                name="accounts_addresschange_one_pending",
                violation_error_message=_("Un changement d'adresse est déjà en cours."),
            ),
            models.CheckConstraint(
                condition=~Q(status="done")
                | Q(new_confirmed_at__isnull=False, old_confirmed_at__isnull=False),
                name="accounts_addresschange_done_confirmed",
                violation_error_message=_("Les deux adresses doivent avoir confirmé."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("requested_at")),
                name="accounts_addresschange_expires_later",
                violation_error_message=_("L'expiration doit suivre la demande."),
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_status_display()})"
