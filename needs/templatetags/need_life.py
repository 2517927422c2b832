"""On the page of a need: when its text changed after publication, and which other buyers have the same need."""

from django import template
from django.urls import reverse

from buyers.permissions import speaking_buyer_of
from grandest_portal.core.dates import day, moment
from needs.permissions import can_leave_join

register = template.Library()


@register.inclusion_tag("needs/_amendments.html")
def need_amendments(need):
    amended = moment(need.amended_at) if need.amended_at else ""
    return {"amended": amended, "url": reverse("needs:versions", args=[need.pk])}


@register.inclusion_tag("needs/_joins.html", takes_context=True)
def need_joins(context, need, can_join):
    """The buyers that joined, in the order in which they did, and the door for one that has not."""
    user = context["request"].user
    joins = need.live_joins if need.is_public else []
    mine = speaking_buyer_of(user)
    joined = mine is not None and any(join.buyer_id == mine.pk for join in joins)
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token", ""),
        "rows": [joined_row(user, join) for join in joins],
        "join_url": reverse("needs:join", args=[need.pk]) if can_join and not joined else "",
    }


def joined_row(user, join):
    leaves = can_leave_join(user, join)
    return {
        "buyer": join.buyer_name,
        "volume": join.volume,
        "wanted": day(join.wanted_on) if join.wanted_on else "",
        "since": day(join.created_at),
        "leave_url": reverse("needs:leave", args=[join.need_id, join.pk]) if leaves else "",
    }
