"""On the page of a need, for everybody: by which criterion companies were called to a meeting. Never which ones."""

from django import template

from grandest_portal.core.dates import day
from needs.models import ShortlistInvitation

register = template.Library()


@register.inclusion_tag("needs/_invitations.html")
def need_invitations(need):
    rows = ShortlistInvitation.objects.filter(shortlist__need=need).order_by("sent_at", "pk")
    return {
        "rows": [
            {"criterion": each.criterion, "day": day(each.sent_at), "count": each.count}
            for each in (rows if need.is_public else ())
        ]
    }
