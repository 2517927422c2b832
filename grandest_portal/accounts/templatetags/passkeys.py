"""Options of a passkey, written in an attribute that the page's script reads: nothing inline runs."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value):
    return json.dumps(value, cls=DjangoJSONEncoder)
