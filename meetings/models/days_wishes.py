"""Whom a registered organisation wishes to meet, and whom not. Two tables, so that nothing that reads wishes for the
other side can meet a refusal."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.models.days_registrations import DayRegistration

WEIGHTS = (1, 2, 3)


class DayWish(models.Model):
    giver = models.ForeignKey(
        DayRegistration, models.CASCADE, related_name="wishes", verbose_name=_("inscription")
    )
    taker = models.ForeignKey(
        DayRegistration, models.CASCADE, related_name="wished_by", verbose_name=_("rencontre souhaitée")
    )
    weight = models.PositiveSmallIntegerField(_("force du souhait"))

    class Meta:
        verbose_name = _("souhait de rencontre")
        verbose_name_plural = _("souhaits de rencontre")
        constraints = [
            models.UniqueConstraint(fields=["giver", "taker"], name="meetings_daywish_once"),
            models.CheckConstraint(condition=Q(weight__in=WEIGHTS), name="meetings_daywish_weight"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="meetings_daywish_two"),
        ]

    def __str__(self):
        return f"{self.giver_id} – {self.taker_id}"


class DayRefusal(models.Model):
    """Read by the organisation that said it and by the making of the timetable; by nobody else, on no page, in no
    count, mail or file."""

    giver = models.ForeignKey(
        DayRegistration, models.CASCADE, related_name="refusals", verbose_name=_("inscription")
    )
    taker = models.ForeignKey(
        DayRegistration, models.CASCADE, related_name="+", verbose_name=_("rencontre refusée")
    )

    class Meta:
        verbose_name = _("refus de rencontre")
        verbose_name_plural = _("refus de rencontre")
        constraints = [
            models.UniqueConstraint(fields=["giver", "taker"], name="meetings_dayrefusal_once"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="meetings_dayrefusal_two"),
        ]

    def __str__(self):
        return f"{self.giver_id} – {self.taker_id}"
