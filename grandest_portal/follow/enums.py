"""How often a person is told what is new for a search they saved; what news of a thing are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    NONE = "none", _("Jamais : je reviens voir quand je veux")
    INSTANT = "instant", _("Dans les minutes qui suivent une publication")
    DAILY = "daily", _("Une fois par jour, le matin")
    WEEKLY = "weekly", _("Une fois par semaine, le lundi matin")


class Topic(models.TextChoices):
    """Of several news of one thing under one topic, those who wait for their mail read the last one only."""

    STATE = "state", _("état")
    TEXT = "text", _("texte")
    JOINED = "joined", _("même besoin ailleurs")
    ANSWERS = "answers", _("réponses publiées")
    SEARCH = "search", _("résultats d'une recherche")
