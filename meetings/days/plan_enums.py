"""The words of a day's timetables and of what happened at each meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanStatus(models.TextChoices):
    WAITING = "waiting", _("En file d'attente")
    COMPUTING = "computing", _("Calcul en cours")
    DRAFT = "draft", _("Projet")
    FAILED = "failed", _("Calcul sans résultat")
    STOPPED = "stopped", _("Calcul arrêté")
    PUBLISHED = "published", _("Publié")
    REPLACED = "replaced", _("Remplacé")


PLAN_TRANSITIONS = {
    PlanStatus.COMPUTING: {PlanStatus.WAITING},
    PlanStatus.DRAFT: {PlanStatus.COMPUTING},
    PlanStatus.FAILED: {PlanStatus.WAITING, PlanStatus.COMPUTING},
    PlanStatus.STOPPED: {PlanStatus.WAITING, PlanStatus.COMPUTING},
    PlanStatus.PUBLISHED: {PlanStatus.DRAFT},
    PlanStatus.REPLACED: {PlanStatus.PUBLISHED},
}
# Lists: the order stands in queries. One computation at a time for a day.
AT_WORK = [PlanStatus.WAITING, PlanStatus.COMPUTING]
WITH_MEETINGS = [PlanStatus.DRAFT, PlanStatus.PUBLISHED, PlanStatus.REPLACED]


class PlanKind(models.TextChoices):
    WHOLE = "whole", _("Calcul de toute la journée")
    AGAIN = "again", _("Nouveau calcul de ce qui reste")
    MOVED = "moved", _("Déplacement à la main")


class Outcome(models.TextChoices):
    """What became of a meeting of a published timetable."""

    PLANNED = "planned", _("Prévue")
    HELD = "held", _("Tenue")
    BUYER_ABSENT = "buyer", _("Acheteur absent")
    COMPANY_ABSENT = "company", _("Entreprise absente")
    DROPPED = "dropped", _("Retirée du planning")
