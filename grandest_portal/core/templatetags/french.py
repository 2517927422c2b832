"""What French typography asks of a page."""

from django import template
from django.utils import timezone

from grandest_portal.core.dates import date_words, day, moment

register = template.Library()


@register.filter
def day_words(value):
    """« 1er mars 2027 » of a date or of an aware datetime, as read in Paris; "" of nothing."""
    return day(value) if value else ""


@register.filter
def moment_words(value):
    """« 1er mars 2027 à 9 h 05 » of an aware datetime, as read in Paris; "" of nothing."""
    return moment(value) if value else ""


@register.simple_tag
def today_words():
    """The day on which a page is drawn, for what is printed."""
    return date_words(timezone.localdate())
