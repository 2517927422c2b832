"""On the pages of a need: the meeting that already runs with a company stands where another would be proposed."""

from django import template

from meetings.models import Meeting
from meetings.permissions import can_invite

register = template.Library()


@register.simple_tag(takes_context=True)
def meetings_under_way(context, need):
    """{company: meeting} by their numbers, of the live meetings about `need` that the person may open; one query."""
    rows = Meeting.objects.visible_to(context["request"].user).live().filter(need=need).order_by("pk")
    return dict(rows.values_list("company_id", "pk"))


@register.inclusion_tag("meetings/_booking_tools.html", takes_context=True)
def booking_tools(context, need):
    """For those who may call companies to a meeting: where the booking of the need's hours is announced."""
    return {"need": need, "may": can_invite(context["request"].user, need)}


@register.filter
def with_company(under_way, company):
    """The number of the meeting with a company (its number), or None."""
    return under_way.get(company)
