"""PublicBuyer: the role of an organisation that posts needs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buyers.enums import BuyerKind
from grandest_portal.accounts.models import Organisation
from grandest_portal.core.fields import WebAddressField


class PublicBuyerQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("organisation", "organisation__commune").order_by(
            "organisation__name", "pk"
        )


class PublicBuyer(models.Model):
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="buyer", verbose_name=_("organisation")
    )
    kind = models.CharField(_("type d'acheteur"), max_length=20, choices=BuyerKind)
    profile_url = WebAddressField(
        _("adresse du profil d'acheteur"),
        blank=True,
        help_text=_("La plateforme où vos consultations sont publiées."),
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    objects = PublicBuyerQuerySet.as_manager()

    class Meta:
        verbose_name = _("acheteur public")
        verbose_name_plural = _("acheteurs publics")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BuyerKind.values), name="buyers_publicbuyer_kind")
        ]

    def __str__(self):
        return str(self.organisation)
