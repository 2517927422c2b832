"""`{% load proconnect %}{% proconnect_button %}`: the way to ProConnect; nothing while it is not configured."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string

from grandest_portal.accounts.proconnect.session import registration_proposal

register = template.Library()


@register.simple_tag(takes_context=True)
def proconnect_button(context):
    """The button and its explanation, for the log-in and sign-up pages."""
    if not settings.PROCONNECT_ENABLED:
        return ""
    request = context["request"]
    return render_to_string(
        "proconnect/button.html", {"next_url": request.GET.get("next", "")}, request=request
    )


@register.simple_tag
def proconnect_enabled():
    return settings.PROCONNECT_ENABLED


@register.inclusion_tag("proconnect/proposal.html", takes_context=True)
def proconnect_proposal(context):
    """On a registration form: what is filled in comes from ProConnect and is to be read over."""
    return {"proposed": bool(registration_proposal(context["request"]))}
