"""What the public page of the vocabulary answers: all terms by sector, or those that hold the typed words."""

from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from grandest_portal.core.text import clean_line
from grandest_portal.reference.models import Keyword
from grandest_portal.reference.text import LONGEST_TEXT

NEAR = 5


def terms():
    return Keyword.objects.in_force(timezone.localdate())


def by_sector(rows):
    """[(name of the sector, its terms)]; the terms of every sector come last."""
    groups = groupby(rows.for_list(), key=lambda row: row.sector)
    return [(str(sector) if sector else _("Tous les secteurs"), list(found)) for sector, found in groups]


def look_up(typed):
    """{text, groups, count, near} for what was typed; an empty text lists the whole vocabulary."""
    text = clean_line(typed[:LONGEST_TEXT])
    groups = by_sector(terms().holding(text))
    count = sum(len(found) for _name, found in groups)
    return {
        "text": text,
        "groups": groups,
        "count": count,
        "near": [] if count else list(terms().near(text, NEAR)),
    }
