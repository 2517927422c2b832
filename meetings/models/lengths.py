"""Why one meeting about a need is longer or shorter than the others."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingSide
from meetings.models.meetings import Meeting


class LengthReason(models.Model):
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="length_reasons", verbose_name=_("rendez-vous")
    )
    side = models.CharField(_("écrit par"), max_length=10, choices=MeetingSide)
    minutes = models.PositiveSmallIntegerField(_("durée, en minutes"))
    usual = models.PositiveSmallIntegerField(_("durée des autres, en minutes"))
    reason = models.TextField(_("raison"))
    created_at = models.DateTimeField(_("écrite le"), auto_now_add=True)

    class Meta:
        verbose_name = _("durée différente")
        verbose_name_plural = _("durées différentes")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "minutes"], name="meetings_lengthreason_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(minutes=F("usual")), name="meetings_lengthreason_words"
            ),
        ]

    def __str__(self):
        return f"{self.meeting_id} – {self.minutes}"
