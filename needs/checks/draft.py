"""What the rules read: the texts of a need, its structured answers, and what the loader learnt for them."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from needs.checks.text import Passage, normal

TEXTS = ("title", "summary", "current_situation", "expected_result", "constraints")


@dataclass(frozen=True)
class Sibling:
    """Another recent need of the same buyer in the same family of purchases."""

    reference: str
    title: str
    budget_band: str


@dataclass(frozen=True)
class Draft:
    """A need as the rules see it. `places` holds the folded names of territories among the words of its texts,
    `documents` the (name, text) received from companies, `earlier` what was public before those came."""

    texts: dict[str, str]
    on: date
    budget_band: str = ""
    planned_on: date | None = None
    published_on: date | None = None
    cpv: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    siblings: tuple[Sibling, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    earlier: str = ""
    figures: dict[str, float] = field(default_factory=dict)

    @cached_property
    def passages(self):
        return {name: Passage(text) for name, text in self.texts.items() if text}

    @property
    def announced_on(self):
        """The day when companies learn of the need: that of its publication, today at the earliest before it."""
        return self.published_on or self.on

    @property
    def is_written(self):
        """The absence of something is told once the result is written, not on a white page."""
        return "expected_result" in self.passages


@dataclass(frozen=True)
class Hit:
    """What a rule saw: in which field, where (None: the answer itself), and `detail`, said for this place.

    `severity` replaces that of the check when the rule knows better (« circuits courts » warns only).
    `basis` stands for the sentence when there is none: a justification holds as long as it stays the same.
    """

    field: str
    start: int | None = None
    end: int | None = None
    detail: str = ""
    severity: str = ""
    basis: str = ""

    def excerpt(self, draft):
        return "" if self.start is None else draft.texts[self.field][self.start : self.end]

    def sentence(self, draft):
        """(start, end) of the sentence concerned in its field; None for a whole answer."""
        return None if self.start is None else draft.passages[self.field].sentence(self.start)

    def essence(self, draft):
        """What a justification is about."""
        if self.start is None:
            return f"{self.field}:{self.basis}"
        start, end = self.sentence(draft)
        return normal(draft.texts[self.field][start:end])


def listed(parameters, name):
    """A list of texts among the parameters of a check; [] when the row does not hold it."""
    value = parameters.get(name)
    return value if isinstance(value, list) else []


def number(parameters, name):
    """A number among the parameters of a check; None when the row does not hold it: the rule then stays quiet."""
    value = parameters.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
