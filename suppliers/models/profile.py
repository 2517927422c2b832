"""What a company shows beside its presentation: its other sites, and the desks that answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grandest_portal.core.fields import WebAddressField
from grandest_portal.reference.models import Territory
from suppliers.models.companies import Company


class CompanySite(models.Model):
    """Another establishment. Shown, and nothing else: no filter, order or score reads it."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="sites", verbose_name=_("entreprise"))
    name = models.CharField(_("nom ou usage"), max_length=120)
    street = models.CharField(_("adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=12, blank=True)
    city = models.CharField(_("ville"), max_length=100)
    country = models.CharField(_("pays"), max_length=2, default="FR")
    commune = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )

    class Meta:
        verbose_name = _("établissement d'une entreprise")
        verbose_name_plural = _("établissements d'entreprises")

    def __str__(self):
        return self.name


class CompanyContact(models.Model):
    """A desk, not a person: « Service commercial »."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="contacts", verbose_name=_("entreprise")
    )
    role = models.CharField(_("service ou rôle"), max_length=120)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    link = WebAddressField(_("page de contact"), blank=True)

    class Meta:
        verbose_name = _("contact d'une entreprise")
        verbose_name_plural = _("contacts d'entreprises")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email="", phone="", link=""),
                name="suppliers_companycontact_reaches",
                violation_error_message=_("Donnez au moins une façon de joindre ce service."),
            )
        ]

    def __str__(self):
        return self.role
