"""To whom the organiser of a day writes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    ALL = "all", _("Tous les inscrits")
    BUYERS = "buyer", _("Les acheteurs inscrits")
    COMPANIES = "company", _("Les entreprises inscrites")
