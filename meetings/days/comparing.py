"""Two versions of a timetable: what stays, moves, comes and goes; and for each company, what it gains and loses."""

from collections import Counter
from dataclasses import dataclass, field

from meetings.days.plans import meetings_of
from meetings.models import DayMeeting


@dataclass(frozen=True)
class Line:
    """A pair in both versions; `old` or `new` is None where it does not meet. `pair` is a DayPair."""

    old: DayMeeting | None
    new: DayMeeting | None

    @property
    def pair(self):
        return self.either.pair

    @property
    def either(self):
        """A meeting of it, the newer first."""
        return self.new or self.old


@dataclass
class Changes:
    """Lines by what became of them; « kept »: the same slot, table and table of the buyer."""

    kept: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    added: list = field(default_factory=list)
    dropped: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.moved or self.added or self.dropped)


def changes_between(old, new):
    """The Changes from the version `old` (None: nothing yet) to `new`, in order of time."""
    before = {each.pair_id: each for each in meetings_of(old)} if old is not None else {}
    after = {each.pair_id: each for each in meetings_of(new)}
    found = Changes()
    for pair, meeting in after.items():
        line = Line(before.get(pair), meeting)
        if line.old is None:
            found.added.append(line)
        elif place_of(line.old) == place_of(line.new):
            found.kept.append(line)
        else:
            found.moved.append(line)
    found.dropped = [Line(meeting, None) for pair, meeting in before.items() if pair not in after]
    return found


def place_of(meeting):
    return (meeting.slot, meeting.table, meeting.buyer_table)


@dataclass(frozen=True)
class Balance:
    """What one organisation has before and after, and how many of its meetings are new, gone, moved."""

    name: str
    before: int
    after: int
    added: int
    dropped: int
    moved: int

    @property
    def gain(self):
        return self.after - self.before


def balances(changes, side="company"):
    """The Balances of the companies (or of the side « buyer ») that a change touches, the greatest loss first."""
    counts = {
        word: Counter(getattr(each.either, f"{side}_id") for each in getattr(changes, word))
        for word in ("kept", "moved", "added", "dropped")
    }
    names = {
        getattr(each.either, f"{side}_id"): str(getattr(each.either, side).organisation)
        for each in [*changes.moved, *changes.added, *changes.dropped]
    }
    rows = [balance(name, pk, counts) for pk, name in names.items()]
    return sorted(rows, key=lambda row: (row.gain, row.name))


def balance(name, pk, counts):
    stays = counts["kept"][pk] + counts["moved"][pk]
    added, dropped = counts["added"][pk], counts["dropped"][pk]
    return Balance(name, stays + dropped, stays + added, added, dropped, counts["moved"][pk])
