"""The token by which a form sent twice acts once (core/once.py)."""

import uuid

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def sent_token():
    # Firefox puts the hidden values of the page before back into a page that is drawn anew.
    return format_html('<input type="hidden" name="form_token" value="{}" autocomplete="off">', uuid.uuid4())
