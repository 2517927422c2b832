"""A person: login by e-mail address."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.enums import Side


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__lower=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("adresse électronique"), max_length=254)
    full_name = models.CharField(_("prénom et nom"), max_length=150, blank=True)
    side = models.CharField(_("vous êtes"), max_length=10, choices=Side, blank=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    zone = models.CharField(_("fuseau horaire"), max_length=64, default="Europe/Paris")
    is_active = models.BooleanField(_("actif"), default=True)
    is_staff = models.BooleanField(_("accède à l'administration"), default=False)
    date_joined = models.DateTimeField(_("inscrit le"), default=timezone.now)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True, editable=False)

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

    def known_addresses(self):
        """Every address that the portal knows of the person, proved or not, in order."""
        proved = self.emailaddress_set.values_list("email", flat=True)
        asked = self.address_changes.exclude(new_email="").values_list("new_email", flat=True)
        return sorted({self.email, *proved, *asked})

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name or self.email
