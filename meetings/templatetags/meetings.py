"""On the pages of a need: the meeting that already runs with a company stands where another would be proposed."""

from django import template
from django.utils import timezone

from meetings.models import BookingCall, Meeting
from meetings.permissions import can_invite
from meetings.slots import day_words
from meetings.turns import opening_moment

register = template.Library()


@register.simple_tag(takes_context=True)
def meetings_under_way(context, need):
    """{company: meeting} by their numbers, of the live meetings about `need` that the person may open; one query."""
    rows = Meeting.objects.visible_to(context["request"].user).live().filter(need=need).order_by("pk")
    return dict(rows.values_list("company_id", "pk"))


@register.simple_tag
def booking_of(need):
    """{words, is_open} of the booking of the need's hours, or None."""
    call = BookingCall.objects.filter(need=need).first()
    if call is None:
        return None
    return {"day": day_words(call.opens_on), "is_open": timezone.now() >= opening_moment(call)}


@register.inclusion_tag("meetings/_booking_tools.html", takes_context=True)
def booking_tools(context, need):
    """For those who may call companies to a meeting: where the booking of the need's hours is announced."""
    return {"need": need, "may": can_invite(context["request"].user, need)}


@register.filter
def with_company(under_way, company):
    """The number of the meeting with a company (its number), or None."""
    return under_way.get(company)
