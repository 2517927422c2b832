"""The vocabulary of awarded markets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HolderIdKind(models.TextChoices):
    """The kinds of identifier of the essential data (schema 2.0.4), and what cannot be read."""

    SIRET = "siret", _("SIRET")
    TVA = "tva", _("TVA intracommunautaire")
    TAHITI = "tahiti", _("Numéro TAHITI")
    RIDET = "ridet", _("RIDET")
    FRWF = "frwf", _("FRWF")
    IREP = "irep", _("IREP")
    OUTSIDE_EU = "hors_ue", _("Hors Union européenne")
    UNKNOWN = "unknown", _("Inconnu ou illisible")


class AmountFlag(models.TextChoices):
    """Why an amount is kept as it was published and left out of every total."""

    NONE = "", _("Aucune remarque")
    MISSING = "missing", _("Absent")
    TOO_LOW = "too_low", _("Trop petit pour être un montant")
    TOO_HIGH = "too_high", _("Trop grand pour être un montant")
    PLACEHOLDER = "placeholder", _("Suite de chiffres écrite à la place d'un montant")
    DOUBTED = "doubted", _("Jugé aberrant par la source")
