"""On the page of a need, for everybody: by which criterion companies were called to a meeting. Never which ones."""

from django import template

from grandest_portal.core.dates import day

register = template.Library()


@register.inclusion_tag("needs/_invitations.html")
def need_invitations(need):
    """`need` as `needs.reading.read_need` gives it."""
    calls = need.calls if need.is_public else ()
    return {"rows": [{**each, "day": day(each["sent_at"])} for each in calls]}
