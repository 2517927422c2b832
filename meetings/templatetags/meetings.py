"""On the pages of a need: the meeting that already runs with a company stands where another would be proposed."""

from django import template
from django.db.models import BigIntegerField, DateField, Value
from django.utils import timezone

from meetings.models import BookingCall, Meeting
from meetings.permissions import can_invite
from meetings.slots import day_words
from meetings.turns import opening_moment

register = template.Library()


@register.simple_tag(takes_context=True)
def meetings_under_way(context, need):
    """{company: meeting} by their numbers, of the live meetings about `need` that the person may open, and the
    "booking" of its hours ({day, is_open}, or None); one query for all, which pages with a budget ask."""
    rows = Meeting.objects.visible_to(context["request"].user).live().filter(need=need)
    calls = BookingCall.objects.filter(need=need).order_by()
    found = rows.values_list("company_id", "pk", Value(None, DateField())).union(
        calls.values_list(Value(None, BigIntegerField()), "pk", "opens_on"), all=True
    )
    under_way = {"booking": None}
    for company, pk, opens_on in found:
        if company is None:
            under_way["booking"] = {
                "day": day_words(opens_on),
                "is_open": timezone.now() >= opening_moment(BookingCall(opens_on=opens_on)),
            }
        else:
            under_way[company] = pk
    return under_way


@register.inclusion_tag("meetings/_booking_tools.html", takes_context=True)
def booking_tools(context, need):
    """For those who may call companies to a meeting: where the booking of the need's hours is announced."""
    return {"need": need, "may": can_invite(context["request"].user, need)}


@register.filter
def with_company(under_way, company):
    """The number of the meeting with a company (its number), or None."""
    return under_way.get(company)
