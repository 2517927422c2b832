"""One table of organisations for buyers, companies and partners."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import IdentifierKind, PartnerKind
from grandest_portal.core.fields import WebAddressField
from grandest_portal.reference.models import Territory


class OrganisationQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("commune").order_by("name", "pk")


class Organisation(models.Model):
    name = models.CharField(_("nom"), max_length=200)
    country = models.CharField(_("pays"), max_length=2, default="FR")
    identifier_kind = models.CharField(_("type d'identifiant"), max_length=10, choices=IdentifierKind)
    identifier = models.CharField(_("identifiant"), max_length=60)
    street = models.CharField(_("adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=12, blank=True)
    city = models.CharField(_("ville"), max_length=100, blank=True)
    commune = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    website = WebAddressField(_("site internet"), blank=True)
    name_when_verified = models.CharField(
        _("nom lors de la vérification"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Vide : le nom n'a pas changé depuis."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1)
    verified_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "identifier_kind", "identifier"],
                name="accounts_organisation_identifier",
                violation_error_message=_("Cette organisation est déjà inscrite."),
            ),
            models.CheckConstraint(
                condition=~Q(identifier_kind=IdentifierKind.SIRET) | Q(country="FR"),
                name="accounts_organisation_siret_is_french",
                violation_error_message=_("Un SIRET désigne un établissement français."),
            ),
            models.CheckConstraint(
                condition=Q(identifier_kind__in=IdentifierKind.values),
                name="accounts_organisation_identifier_kind",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def needs_manual_review(self):
        """No public directory vouches for it: a moderator looks at its register."""
        return self.identifier_kind != IdentifierKind.SIRET


class Partner(models.Model):
    """The role of an organisation that accompanies both sides (innovation agency, chamber, UGAP)."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="partner", verbose_name=_("organisation")
    )
    kind = models.CharField(
        _("type de structure"), max_length=20, choices=PartnerKind, default=PartnerKind.OTHER
    )

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartnerKind.values), name="accounts_partner_kind")
        ]

    def __str__(self):
        return str(self.organisation)
