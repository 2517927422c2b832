"""What is noted at the desk of a meeting day, while it lasts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from meetings.models.days_registrations import DayPerson


class DayArrival(models.Model):
    """Somebody is there, on one of the dates of a day."""

    person = models.ForeignKey(DayPerson, models.CASCADE, related_name="arrivals", verbose_name=_("personne"))
    on = models.DateField(_("date"))
    arrived_at = models.DateTimeField(_("arrivée notée le"))
    noted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("notée par")
    )

    class Meta:
        verbose_name = _("arrivée à une journée")
        verbose_name_plural = _("arrivées aux journées")
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="meetings_dayarrival_once"),
        ]

    def __str__(self):
        return f"{self.person_id} – {self.on}"
