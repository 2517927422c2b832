"""Messages and proposals of meetings may be reported by the people who read them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grandest_portal.reports.kinds import Kind, register
from meetings.models import Meeting

register(
    Kind(
        key="meeting",
        label=_("rendez-vous et ses messages"),
        model=Meeting,
        visible=lambda user: Meeting.objects.visible_to(user).for_list(),
        url=lambda pk: reverse("meetings:detail", args=[pk]),
        admin_url=lambda pk: reverse("admin:meetings_meeting_change", args=[pk]),
        organisations=lambda meeting: [meeting.buyer.organisation, meeting.company.organisation],
        loaded=("buyer__organisation", "company__organisation", "need"),
    )
)
