"""The kinds of public buyer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BuyerKind(models.TextChoices):
    COMMUNE = "commune", _("Commune")
    INTERCOMMUNALITY = "intercommunality", _("Intercommunalité")
    DEPARTMENT = "department", _("Département")
    REGION = "region", _("Région")
    HOSPITAL = "hospital", _("Établissement de santé")
    SCHOOL = "school", _("Établissement d'enseignement")
    UNIVERSITY = "university", _("Université ou recherche")
    SOCIAL_HOUSING = "social_housing", _("Bailleur social")
    FIRE_RESCUE = "fire_rescue", _("Service d'incendie et de secours")
    STATE = "state", _("Service de l'État")
    OTHER = "other", _("Autre acheteur public")
