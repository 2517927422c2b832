"""Reads a plan that was made and what has changed since: `changes.json` of `replan_timetable`."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.timetable.reading import an_object, fault, named, pair_of, rows, whole


@dataclass(frozen=True)
class Changes:
    """From slot `now` on: `away` {person: slots}, `lost` {slot: tables that are missing}, `left` {person: the slot from
    which they are gone}. `still`: move nobody
    to gain a meeting, only fill holes."""

    now: int
    away: dict[str, frozenset[int]]
    lost: dict[int, frozenset[int]]
    left: dict[str, int]
    still: bool = False

    def as_data(self):
        return {
            "now": self.now,
            "away": {person: sorted(slots) for person, slots in sorted(self.away.items())},
            "lost": {str(slot): sorted(tables) for slot, tables in sorted(self.lost.items())},
            "left": dict(sorted(self.left.items())),
            "still": self.still,
        }

    @classmethod
    def from_data(cls, data):
        return cls(
            data["now"],
            {person: frozenset(slots) for person, slots in data["away"].items()},
            {int(slot): frozenset(tables) for slot, tables in data["lost"].items()},
            data["left"],
            data["still"],
        )


def meetings_of(data, problem):
    """[(buyer, company, slot, table)] of a plan, which must be one of this problem."""
    sides = frozenset(problem.buyers), frozenset(problem.companies)
    found, pairs, taken = [], set(), set()
    for place, row in rows(an_object(data, "plan"), "meetings", required=True):
        pair = pair_of(row, place, *sides)
        slot = whole(row, "slot", place, 0, problem.slots - 1)
        table = whole(row, "table", place, 0, problem.tables - 1)
        if pair not in problem.wishes:
            raise fault(
                place, _("« %(one)s » et « %(other)s » ne sont pas parmi les souhaits.") % named(pair)
            )
        if pair in pairs:
            raise fault(place, _("« %(one)s » et « %(other)s » s'y rencontrent deux fois.") % named(pair))
        for key, sentence in (
            ((pair[0], slot), _("« %(one)s » a deux rendez-vous au même créneau.")),
            ((pair[1], slot), _("« %(other)s » a deux rendez-vous au même créneau.")),
            ((table, slot), _("la table est prise deux fois au même créneau.")),
        ):
            if key in taken:
                raise fault(place, sentence % named(pair))
            taken.add(key)
        pairs.add(pair)
        found.append((*pair, slot, table))
    return found


def changes_of(data, problem):
    """The Changes of the plain values of a file; what they say of the past counts from `now` on only."""
    now = whole({"now": 0} | an_object(data, "changes"), "now", "changes", 0, problem.slots)
    away, lost, left = defaultdict(set), defaultdict(set), {}
    people = frozenset(problem.people)
    for key, word in (("absent", "from"), ("late", "until")):
        for place, row in rows(data, key):
            person = row.get("id")
            if not isinstance(person, str) or person not in people:
                raise fault(place, _("« %(name)s » est inconnu.") % {"name": str(person)[:200]})
            slot = whole({"from": now} | row, word, place, 0, problem.slots)
            there = range(slot, problem.slots) if key == "absent" else range(slot)
            if key == "absent":
                left[person] = min(slot, left.get(person, slot))
            away[person].update(each for each in there if each >= now)
    for place, row in rows(data, "lost_tables"):
        table = whole(row, "table", place, 0, problem.tables - 1)
        start = whole({"from": now} | row, "from", place, 0, problem.slots)
        for slot in range(max(now, start), problem.slots):
            lost[slot].add(table)
    still = data.get("fill_only", False)
    if not isinstance(still, bool):
        raise fault("changes", _("« fill_only » doit être true ou false."))
    return Changes(
        now,
        {person: frozenset(slots) for person, slots in away.items()},
        {slot: frozenset(tables) for slot, tables in lost.items()},
        left,
        still,
    )
