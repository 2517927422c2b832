"""The neutral order of each day, drawn ahead: a list walks it from its start and sorts nothing.

PostgreSQL adds a solution to the days that stand when it is published (the migration's trigger), whoever writes its
status; the task `suppliers.draw_days` draws each day for all before it begins.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from suppliers.models.solutions import Solution


class SolutionDraw(models.Model):
    """Where a solution stands on a day: `core.listing.draw_of`, kept."""

    solution = models.ForeignKey(
        Solution, models.CASCADE, related_name="draws", verbose_name=_("solution"), db_index=False
    )
    day = models.DateField(_("jour"))
    draw = models.UUIDField(_("tirage"))

    class Meta:
        verbose_name = _("tirage d'une solution")
        verbose_name_plural = _("tirages des solutions")
        indexes = [models.Index(fields=["day", "draw", "solution"], name="suppliers_draw_order")]
        constraints = [models.UniqueConstraint(fields=["solution", "day"], name="suppliers_draw_once")]


class DrawnDay(models.Model):
    """A day that was drawn for all solutions published by then."""

    day = models.DateField(_("jour"), primary_key=True)
    drawn_at = models.DateTimeField(_("tiré le"), auto_now_add=True)

    class Meta:
        verbose_name = _("jour tiré")
        verbose_name_plural = _("jours tirés")
