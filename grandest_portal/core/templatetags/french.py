"""What French typography asks of a page."""

from django import template

from grandest_portal.core.dates import date_words

register = template.Library()


@register.filter
def day_words(day):
    """« 1er mars 2027 » of a date."""
    return date_words(day)
