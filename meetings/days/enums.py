"""The words of a meeting day, and its whole life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayStatus(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("En relecture")
    RETURNED = "returned", _("À reprendre")
    OPEN = "open", _("Annoncée")
    CLOSED = "closed", _("Inscriptions closes")
    PLANNED = "planned", _("Planning publié")
    RUNNING = "running", _("En cours")
    OVER = "over", _("Terminée")
    CANCELLED = "cancelled", _("Annulée")


DAY_TRANSITIONS = {
    DayStatus.DRAFT: {DayStatus.SUBMITTED},
    DayStatus.SUBMITTED: {DayStatus.DRAFT, DayStatus.RETURNED},
    DayStatus.RETURNED: {DayStatus.SUBMITTED},
    DayStatus.OPEN: {DayStatus.SUBMITTED},
    DayStatus.CLOSED: {DayStatus.OPEN},
    DayStatus.PLANNED: {DayStatus.CLOSED},
    DayStatus.RUNNING: {DayStatus.CLOSED, DayStatus.PLANNED},
    DayStatus.OVER: {DayStatus.RUNNING},
    DayStatus.CANCELLED: {DayStatus.OPEN, DayStatus.CLOSED, DayStatus.PLANNED, DayStatus.RUNNING},
}

EDITABLE_DAY = frozenset({DayStatus.DRAFT, DayStatus.RETURNED})
PUBLIC_DAY = frozenset(
    {
        DayStatus.OPEN,
        DayStatus.CLOSED,
        DayStatus.PLANNED,
        DayStatus.RUNNING,
        DayStatus.OVER,
        DayStatus.CANCELLED,
    }
)
# Those to come or under way: the first part of the public list.
LIVE_DAY = PUBLIC_DAY - {DayStatus.OVER, DayStatus.CANCELLED}


class Criterion(models.TextChoices):
    """In which order places are given when they are fewer than registrations. Nobody chooses among companies."""

    DRAW = "draw", _("Tirage au sort entre toutes les inscriptions")
    MATCHED = "matched", _("D'abord les entreprises dont une solution correspond à un besoin, puis tirage")
