"""What prepares the purchase of a need, on its page, for its buyer's people."""

from django import template
from django.urls import reverse

from needs.permissions import can_prepare_purchase, can_read_preparation

register = template.Library()


@register.inclusion_tag("needs/_buyer_tools.html", takes_context=True)
def buyer_tools(context, need):
    """Links to the procedure hint, the specification and the questions of the consultation; nothing for others."""
    user = context["request"].user
    prepares = can_read_preparation(user, need)
    return {
        "need": need,
        "may": can_prepare_purchase(user, need),
        "prepare_url": reverse("needs:prepare_consultation", args=[need.pk]) if prepares else "",
    }
