"""What the public page answers to the words of a person who looks for a CPV code."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from grandest_portal.core.text import clean_line
from grandest_portal.reference.enums import CPVLevel
from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.text import LONGEST_TEXT

LIMIT = 50
PROPOSED = 10
LEVELS = {str(level.value): level for level in CPVLevel}


@dataclass(frozen=True)
class CPVAnswer:
    """What was understood, and what was found.

    `levels` holds (level, number of codes, chosen) for each level that has some; `codes` are those of the
    chosen level, or of all, LIMIT at most, wide ones first; `hidden` more are not shown; `close` are codes
    whose label resembles the text when none answers it.
    """

    text: str
    level: CPVLevel | None
    levels: list[tuple[CPVLevel, int, bool]]
    total: int
    codes: list[Any]
    close: list[Any]

    @property
    def hidden(self):
        return self.total - len(self.codes)


def look_up(typed, typed_level):
    """Answer what stands in the address, whatever it is; an empty text lists the divisions."""
    text = clean_line(typed[:LONGEST_TEXT])
    codes = CPVCode.objects.annotate(has_children=Exists(CPVCode.objects.filter(parent=OuterRef("pk"))))
    found = codes.search(text) if text else codes.divisions()
    counts = dict(found.values_list("level").annotate(Count("pk")).order_by("level"))
    level = LEVELS.get(typed_level)
    level = level if level in counts else None
    shown = found if level is None else found.filter(level=level)
    return CPVAnswer(
        text=text,
        level=level,
        levels=[(CPVLevel(each), total, each == level) for each, total in counts.items()],
        total=sum(counts.values()) if level is None else counts[level],
        codes=list(shown.order_by("level", "code")[:LIMIT]),
        close=[] if counts else list(codes.near_label(text, PROPOSED)),
    )
