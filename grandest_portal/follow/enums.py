"""How often a person is told what is new for a search they saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    NONE = "none", _("Jamais : je reviens voir quand je veux")
    INSTANT = "instant", _("Dans les minutes qui suivent une publication")
    DAILY = "daily", _("Une fois par jour, le matin")
    WEEKLY = "weekly", _("Une fois par semaine, le lundi matin")
