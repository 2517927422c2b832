"""The neutral order of each day, drawn ahead: a list walks it from its start and sorts nothing.

Each row repeats what lists filter and count of its solution, so that they read one index and nothing else. PostgreSQL
keeps that true (the migrations' trigger), whoever writes a solution: it adds one to the days that stand when it is
published, takes it out when it leaves the census, and copies what changes. The task `suppliers.draw_days` draws each
day for all before it begins.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from grandest_portal.reference.list_keys import keys_field
from suppliers.models.solutions import Solution

# What is repeated of the solution, under the same names.
DRAWN_COLUMNS = ["subject_keys", "place_keys", "trl", "first_reference", "published_at"]


class SolutionDraw(models.Model):
    """Where a solution stands on a day: `core.listing.draw_of`, kept."""

    solution = models.ForeignKey(
        Solution, models.CASCADE, related_name="draws", verbose_name=_("solution"), db_index=False
    )
    day = models.DateField(_("jour"))
    draw = models.UUIDField(_("tirage"))
    subject_keys = keys_field(_("sujets, pour les listes"))
    place_keys = keys_field(_("lieux, pour les listes"))
    trl = models.PositiveSmallIntegerField(_("maturité (TRL)"), null=True, blank=True, editable=False)
    first_reference = models.BooleanField(
        _("cherche sa première référence publique"), default=False, db_default=False, editable=False
    )
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("tirage d'une solution")
        verbose_name_plural = _("tirages des solutions")
        indexes = [
            models.Index(
                fields=["day", "draw", "solution"], include=DRAWN_COLUMNS, name="suppliers_draw_list"
            ),
            # For a subject that few solutions have: the walk of the order would find them late. Written at once: a
            # list of what is to be written would be read by each search.
            GinIndex(fields=["subject_keys"], fastupdate=False, name="suppliers_draw_subjects"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "day"], include=["draw"], name="suppliers_draw_of_day"
            )
        ]


class DrawnDay(models.Model):
    """A day that was drawn for all solutions published by then."""

    day = models.DateField(_("jour"), primary_key=True)
    drawn_at = models.DateTimeField(_("tiré le"), auto_now_add=True)

    class Meta:
        verbose_name = _("jour tiré")
        verbose_name_plural = _("jours tirés")
