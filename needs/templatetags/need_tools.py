"""What prepares the purchase of a need, on its page, for its buyer's people."""

from django import template

from needs.permissions import can_prepare_purchase

register = template.Library()


@register.inclusion_tag("needs/_buyer_tools.html", takes_context=True)
def buyer_tools(context, need):
    """Links to the procedure hint and to the specification; nothing for others."""
    return {"need": need, "may": can_prepare_purchase(context["request"].user, need)}
