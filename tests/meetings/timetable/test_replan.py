"""Planning again: promises are kept, the past stays, holes are filled, nobody is moved without need."""

import random
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.timetable.changes import changes_of, meetings_of
from meetings.timetable.reading import problem_of
from meetings.timetable.replan import replan
from meetings.timetable.work import Budget
from tests.meetings.timetable.events import days, event
from tests.meetings.timetable.judge import broken
from tests.meetings.timetable.test_solve import planned

TINY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def again(data, plan, changes, *, limit=20.0):
    day = problem_of(data)
    return replan(day, meetings_of(plan, day), changes_of(changes, day).as_data(), Budget(limit, 1))


def pairs_of(rows):
    return {(row["buyer"], row["company"]): row.get("slot") for row in rows}


@st.composite
def changed_days(draw):
    data = draw(days(fixed=False))
    slot = st.integers(0, data["slots"])
    people = [person["id"] for side in ("buyers", "companies") for person in data[side]]
    table = st.integers(0, data["tables"] - 1)
    return data, {
        "now": draw(slot),
        "absent": [
            {"id": who, "from": draw(slot)} for who in draw(st.sets(st.sampled_from(people), max_size=2))
        ],
        "late": [
            {"id": who, "until": draw(slot)} for who in draw(st.sets(st.sampled_from(people), max_size=1))
        ],
        "lost_tables": [{"table": draw(table), "from": draw(slot)}] if draw(st.booleans()) else [],
        "fill_only": draw(st.booleans()),
    }


def possible_now(data, changes):
    """{pair: slots} from now on, and {slot: tables}, worked out from the file alone."""
    there = {}
    for person in data["buyers"] + data["companies"]:
        slots = set(range(changes["now"], data["slots"])) - set(person["unavailable"])
        for row in changes["absent"]:
            slots -= set(range(row["from"], data["slots"])) if row["id"] == person["id"] else set()
        for row in changes["late"]:
            slots -= set(range(row["until"])) if row["id"] == person["id"] else set()
        there[person["id"]] = slots
    room = {
        slot: data["tables"] - sum(row["from"] <= slot for row in changes["lost_tables"])
        for slot in range(data["slots"])
    }
    wishes = [(wish["buyer"], wish["company"]) for wish in data["wishes"]]
    return {pair: sorted(there[pair[0]] & there[pair[1]]) for pair in wishes}, room


def every_rest(possible, room):
    for slots in product(*[[None, *each] for each in possible.values()]):
        rest = {pair: slot for pair, slot in zip(possible, slots, strict=True) if slot is not None}
        taken = [(slot, person) for pair, slot in rest.items() for person in pair]
        used = list(rest.values())
        if len(set(taken)) == len(taken) and all(used.count(slot) <= room[slot] for slot in set(used)):
            yield rest


def worth(rest, promised, still):
    """Kept promises first; then new meetings and moves, in the order that was asked."""
    kept = sum(pair in rest for pair in promised)
    added, moves = len(rest) - kept, sum(rest.get(pair, slot) != slot for pair, slot in promised.items())
    return (kept, -moves, added) if still else (kept, added, -moves)


@TINY
@given(changed_days())
def test_a_tiny_day_is_planned_again_as_well_as_can_be(case):
    data, changes = case
    plan = planned(data)
    new = again(data, plan, changes)
    old, made = pairs_of(plan["meetings"]), pairs_of(new["meetings"])
    assert not broken(data, new)
    past = {pair: slot for pair, slot in old.items() if slot < changes["now"]}
    assert past.items() <= made.items()
    possible, room = possible_now(data, changes)
    rest = {pair: slot for pair, slot in made.items() if pair not in past}
    assert all(slot in possible[pair] for pair, slot in rest.items())
    left = {row["id"]: row["from"] for row in changes["absent"]}
    promised = {
        pair: slot
        for pair, slot in old.items()
        if pair not in past and slot < min(left.get(person, 99) for person in pair)
    }
    open_pairs = {pair: slots for pair, slots in possible.items() if pair not in past}
    still = changes["fill_only"]
    best = max(worth(each, promised, still) for each in every_rest(open_pairs, room))
    assert worth(rest, promised, still) == best
    assert new["status"] == "optimal"
    assert new["moved_bound"] == len(new["moved"])
    assert new["added_bound"] == len(new["added"]) + len(new["rescued"])


@TINY
@given(changed_days())
def test_what_changed_is_told_exactly(case):
    data, changes = case
    plan = planned(data)
    new = again(data, plan, changes)
    old, made = pairs_of(plan["meetings"]), pairs_of(new["meetings"])
    assert pairs_of(new["lost"]).keys() == old.keys() - made.keys()
    assert pairs_of(new["added"]).keys() == made.keys() - old.keys()
    told = {(row["buyer"], row["company"]): (row["from"], row["to"]) for row in new["moved"] + new["rescued"]}
    assert told == {
        pair: (old[pair], made[pair]) for pair in old.keys() & made.keys() if old[pair] != made[pair]
    }
    tables = {(row["slot"], row["table"]) for row in new["meetings"] if row["slot"] >= changes["now"]}
    gone = {
        (slot, row["table"]) for row in changes["lost_tables"] for slot in range(row["from"], data["slots"])
    }
    assert not tables & gone


def an_ordinary_day(**options):
    data = event(buyers=12, companies=40, slots=12, tables=12, wishes=140, seed=4, **options)
    plan = planned(data)
    draw = random.Random(2)
    absent = [
        {"id": person["id"], "from": 3} for person in [data["buyers"][5], *draw.sample(data["companies"], 2)]
    ]
    return data, plan, absent


def test_few_absences_lose_no_promise_and_move_hardly_anybody():
    data, plan, absent = an_ordinary_day()
    new = again(data, plan, {"now": 3, "absent": absent})
    gone = {row["id"] for row in absent}
    old, made = pairs_of(plan["meetings"]), pairs_of(new["meetings"])
    assert not broken(data, new)
    assert all(slot == made[pair] for pair, slot in old.items() if slot < 3)
    assert old.keys() - made.keys() == {pair for pair, slot in old.items() if slot >= 3 and gone & set(pair)}
    assert {row["cause"] for row in new["lost"]} == {"absent"}
    assert new["proven"]["added"] and new["proven"]["moves"]
    assert len(new["added"]) == new["added_bound"]
    assert new["reseated"] == []


def test_nothing_changes_when_nothing_changed():
    data, plan, _absent = an_ordinary_day()
    new = again(data, plan, {})
    assert new["meetings"] == plan["meetings"]
    assert new["moved"] == new["lost"] == new["added"] == []


def test_a_lost_table_moves_its_meetings_to_another_one_at_the_same_hour():
    data = event(buyers=4, companies=10, slots=6, tables=6, wishes=20, seed=6)
    plan = planned(data)
    new = again(data, plan, {"now": 2, "lost_tables": [{"table": 1, "from": 2}]})
    assert new["moved"] == new["lost"] == []
    assert {row["from"] for row in new["reseated"]} == {1}


def test_a_fixed_meeting_is_never_moved():
    data = event(buyers=4, companies=8, slots=6, tables=4, wishes=20, seed=8)
    row = planned(data)["meetings"][-1]
    data["fixed"] = [{key: row[key] for key in ("buyer", "company", "slot")}]
    plan = planned(data)
    new = again(
        data, plan, {"now": 1, "absent": [{"id": "a0", "from": 1}], "lost_tables": [{"table": 0, "from": 1}]}
    )
    assert row["buyer"] == "a0" or not broken(data, new)


def test_without_any_work_left_the_old_plan_stands_and_holes_are_filled():
    data, plan, absent = an_ordinary_day()
    new = again(data, plan, {"now": 3, "absent": absent}, limit=0.0)
    assert not broken(data, new)
    assert new["kept"] == new["promises"] - len(new["lost"])
    assert {row["cause"] for row in new["lost"]} == {"absent"}
