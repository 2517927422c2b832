"""Dates in words, as French typography writes them."""

import re
from calendar import monthrange
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def date_words(day, pattern="j F Y"):
    """« 18 décembre 2026 », « 1er janvier 2027 » of a date, or of a datetime already in the zone to show.

    `pattern` is one of django.utils.formats, in which the day of the month is written `j`.
    """
    text = date_format(day, pattern)
    return re.sub(r"\b1(?= )", "1er", text, count=1) if day.day == 1 and get_language() == "fr" else text


def months_after(day: date, months: int) -> date:
    """The same day so many months later (or before), the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day(value):
    """« 18 décembre 2026 », « 1er janvier 2027 » of a date or of an aware datetime, as read in Paris."""
    return date_words(timezone.localtime(value) if hasattr(value, "hour") else value)


def moment(value):
    """« 18 décembre 2026 à 12 h 00 » of an aware datetime, as read in Paris."""
    local = timezone.localtime(value)
    return _("%(day)s à %(hour)s") % {"day": day(value), "hour": date_format(local, r"G \h i")}
