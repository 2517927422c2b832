"""Meetings that still bind a company by one of its sheets."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import MeetingStatus
from meetings.models import Meeting
from suppliers.engagements import register


def open_meeting(solution):
    to_come = Q(status=MeetingStatus.PROPOSED) | Q(status=MeetingStatus.CONFIRMED, ends_at__gt=timezone.now())
    meeting = Meeting.objects.filter(to_come, solution=solution).select_related("need").order_by("pk").first()
    if meeting is None:
        return ""
    return _(
        "Un rendez-vous autour de cette fiche est proposé ou à venir, pour le besoin « %(need)s » : attendez qu'il "
        "ait eu lieu, ou annulez-le."
    ) % {"need": meeting.need}


register(open_meeting)
