"""A confirmed meeting that one side asks to move; its old time stands until the other side accepts a new one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingSide, MoveStatus
from meetings.models.meetings import Meeting


class MoveQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status=MoveStatus.PROPOSED)

    def overdue(self, at):
        return self.live().filter(expires_at__lt=at)

    def awaiting(self, organisation):
        """Wishes to move that `organisation` has to answer."""
        return self.live().filter(
            Q(side=MeetingSide.COMPANY, meeting__buyer__organisation=organisation)
            | Q(side=MeetingSide.BUYER, meeting__company__organisation=organisation)
        )

    def with_names(self):
        return self.select_related(
            "meeting__need", "meeting__buyer__organisation", "meeting__company__organisation"
        )


class MeetingMove(models.Model):
    """The slots asked for are the `MeetingSlot` rows of its round."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves", verbose_name=_("rendez-vous"))
    side = models.CharField(_("demandé par"), max_length=10, choices=MeetingSide)
    round = models.PositiveSmallIntegerField(_("tour"))
    status = models.CharField(
        _("état"), max_length=10, choices=MoveStatus, default=MoveStatus.PROPOSED, editable=False
    )
    reason = models.TextField(_("pourquoi"))
    answer = models.TextField(_("pourquoi non"), blank=True)
    expires_at = models.DateTimeField(_("réponse attendue avant le"))
    created_at = models.DateTimeField(_("demandé le"), auto_now_add=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("déplacement d'un rendez-vous")
        verbose_name_plural = _("déplacements de rendez-vous")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(status=MoveStatus.PROPOSED),
                name="meetings_meetingmove_one_live",
                violation_error_message=_("Un déplacement est déjà demandé."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=MoveStatus.values) & ~Q(reason=""), name="meetings_meetingmove_words"
            ),
            models.CheckConstraint(
                condition=~Q(status=MoveStatus.DECLINED) | ~Q(answer=""), name="meetings_meetingmove_answer"
            ),
        ]

    def __str__(self):
        return f"{self.meeting_id} – {self.round}"

    @property
    def awaiting(self):
        """The side that answers."""
        return MeetingSide(self.side).other
