"""A person (login by e-mail), one organisation table for buyers, companies and partners, and memberships."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import IdentifierKind, MembershipRole, MembershipStatus, Side
from grandest_portal.core.fields import WebAddressField
from grandest_portal.reference.models import Territory


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("adresse électronique"), max_length=254)
    full_name = models.CharField(_("prénom et nom"), max_length=150, blank=True)
    side = models.CharField(_("vous êtes"), max_length=10, choices=Side, blank=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    is_active = models.BooleanField(_("actif"), default=True)
    is_staff = models.BooleanField(_("accède à l'administration"), default=False)
    date_joined = models.DateTimeField(_("inscrit le"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message=_("Un compte existe déjà avec cette adresse."),
            )
        ]

    def __str__(self):
        return self.full_name or self.email

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name or self.email


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


class Partner(models.Model):
    """The role of an organisation that accompanies both sides (innovation agency, chamber, UGAP)."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="partner", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")

    def __str__(self):
        return str(self.organisation)


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
    role = models.CharField(_("rôle"), max_length=20, choices=MembershipRole, default=MembershipRole.MEMBER)
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
