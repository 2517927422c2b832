"""Who was there: what each side says of each participant, and what somebody who was marked absent answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grandest_portal.accounts.models import User
from meetings.enums import ContestStatus, MeetingSide, Presence
from meetings.models.meetings import Participant

SAID = [Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED]
CLAIMED = [Presence.PRESENT, Presence.EXCUSED]


class PresenceStatement(models.Model):
    """What one side says of one participant; what follows from both is read in `meetings.records.presence`."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="statements", verbose_name=_("participant")
    )
    side = models.CharField(_("dit par"), max_length=10, choices=MeetingSide)
    presence = models.CharField(_("présence"), max_length=10, choices=Presence)
    said_at = models.DateTimeField(_("dit le"))

    class Meta:
        verbose_name = _("présence à un rendez-vous")
        verbose_name_plural = _("présences aux rendez-vous")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "side"], name="meetings_presencestatement_one_a_side"
            ),
            models.CheckConstraint(
                condition=Q(presence__in=SAID) & Q(side__in=MeetingSide.values),
                name="meetings_presencestatement_words",
            ),
        ]

    def __str__(self):
        return f"{self.participant_id} – {self.get_presence_display()}"


class ContestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=ContestStatus.OPEN)


class AbsenceContest(models.Model):
    """One per participant: the person says in a sentence that they were there, or had excused themselves."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="contest", verbose_name=_("participant")
    )
    claimed = models.CharField(_("ce que dit la personne"), max_length=10, choices=Presence)
    text = models.TextField(_("pourquoi"))
    status = models.CharField(
        _("état"), max_length=10, choices=ContestStatus, default=ContestStatus.OPEN, editable=False
    )
    made_at = models.DateTimeField(_("contestée le"))
    settled_at = models.DateTimeField(_("tranchée le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("tranchée par")
    )
    reason = models.TextField(_("raison de la décision"), blank=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence contestée")
        verbose_name_plural = _("absences contestées")
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed__in=CLAIMED) & ~Q(text="") & Q(status__in=ContestStatus.values),
                name="meetings_absencecontest_words",
            ),
            models.CheckConstraint(
                condition=Q(status=ContestStatus.OPEN) | (Q(settled_at__isnull=False) & ~Q(reason="")),
                name="meetings_absencecontest_settled",
            ),
        ]

    def __str__(self):
        return str(self.participant.meeting)
