"""Sectors: a dozen short names under which a person looks for things, each a set of CPV codes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SectorQuerySet(models.QuerySet):
    def for_list(self):
        return self.order_by("position", "name", "pk")


class Sector(models.Model):
    key = models.SlugField(
        _("clé"),
        max_length=40,
        unique=True,
        help_text=_("Elle figure dans l'adresse des listes : minuscules, chiffres et tirets."),
        error_messages={"unique": _("Cette clé est déjà celle d'un secteur.")},
    )
    name = models.CharField(
        _("nom"), max_length=60, unique=True, error_messages={"unique": _("Un secteur porte déjà ce nom.")}
    )
    position = models.PositiveSmallIntegerField(_("rang"), help_text=_("Le plus petit vient en premier."))

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("secteur")
        verbose_name_plural = _("secteurs")

    def __str__(self):
        return self.name


class SectorCodeQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("sector").order_by("prefix")


class SectorCode(models.Model):
    """The CPV codes that start with `prefix` belong to the sector, unless a longer prefix says otherwise."""

    sector = models.ForeignKey(Sector, models.PROTECT, related_name="codes", verbose_name=_("secteur"))
    prefix = models.CharField(
        _("début du code CPV"),
        max_length=8,
        unique=True,
        help_text=_("De deux à huit chiffres, comme 45 ou 4523. Le début le plus long l'emporte."),
        error_messages={"unique": _("Ces chiffres sont déjà classés : changez plutôt leur secteur.")},
    )

    objects = SectorCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("codes CPV d'un secteur")
        verbose_name_plural = _("codes CPV des secteurs")
        constraints = [
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[0-9]{2,8}$"),
                name="reference_sectorcode_digits",
                violation_error_message=_("Donnez de deux à huit chiffres."),
            )
        ]

    def __str__(self):
        return f"{self.prefix} : {self.sector}"
