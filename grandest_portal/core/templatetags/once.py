"""`{% form_token %}`: the hidden field by which a page that is sent twice acts once (core/once.py)."""

from django import template
from django.utils.html import format_html

from grandest_portal.core.once import token_of

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context):
    return format_html('<input type="hidden" name="form_token" value="{}">', token_of(context["request"]))
