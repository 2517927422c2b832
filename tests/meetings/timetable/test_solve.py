"""The timetable of a day: legal, the best of all on tiny days, the same each time."""

from collections import Counter

from hypothesis import HealthCheck, given, settings

from meetings.timetable.figures import gaps, with_none
from meetings.timetable.greedy import first_come
from meetings.timetable.plan import plan_of, text_of
from meetings.timetable.reading import problem_of
from meetings.timetable.solve import solve
from meetings.timetable.work import Budget
from tests.meetings.timetable.events import days, event
from tests.meetings.timetable.judge import broken, every_plan, idle, worth

TINY = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def planned(data, *, limit=20.0, seed=1):
    day = problem_of(data)
    budget = Budget(limit, seed)
    return plan_of(day, solve(day, budget), budget)


@TINY
@given(days())
def test_a_tiny_day_is_the_best_of_all(data):
    plan = planned(data)
    assert not broken(data, plan)
    assert plan["status"] == "optimal"
    assert worth(data, plan["meetings"]) == max(worth(data, rows) for rows in every_plan(data))
    assert plan["meetings_bound"] == len(plan["meetings"])
    assert plan["company_gaps"] == plan["company_gaps_bound"] == idle(data, plan, "company")
    assert plan["buyer_gaps"] == idle(data, plan, "buyer")


def test_a_room_of_an_ordinary_day_reaches_its_bound():
    data = event(buyers=12, companies=40, slots=12, tables=12, wishes=140, seed=4)
    plan = planned(data)
    assert not broken(data, plan)
    assert plan["status"] == "optimal"
    assert len(plan["meetings"]) == plan["meetings_bound"]
    assert plan["companies_with_none"] == []
    by_hand = first_come(problem_of(data))
    assert plan["company_gaps"] == 0 < gaps(by_hand, problem_of(data).companies, problem_of(data).sessions())
    assert with_none(problem_of(data), by_hand) or len(by_hand) <= len(plan["meetings"])


def test_absences_may_forbid_the_best_choice_and_the_best_that_fits_is_found():
    data = event(buyers=8, companies=20, slots=8, tables=8, wishes=70, away=0.55, seed=3)
    plan = planned(data)
    assert not broken(data, plan)
    assert plan["proven"]["meetings"] and plan["proven"]["pairs"]


def test_the_same_problem_gives_the_same_bytes_in_any_order():
    data = event(seed=7)
    turned = data | {key: data[key][::-1] for key in ("buyers", "companies", "wishes")}
    assert text_of(planned(data)) == text_of(planned(dict(reversed(turned.items()))))


def test_a_buyer_keeps_the_table_when_there_are_enough():
    plan = planned(event(seed=2))
    tables = {(row["buyer"], row["table"]) for row in plan["meetings"]}
    assert len(tables) == len({buyer for buyer, _table in tables})
    assert plan["table_changes"] == 0


def test_more_buyers_than_tables_share_them():
    data = event(buyers=9, companies=12, slots=6, tables=5, wishes=40, seed=5)
    plan = planned(data)
    assert not broken(data, plan)
    assert max(Counter(row["slot"] for row in plan["meetings"]).values()) <= 5


def test_a_full_room_gives_a_plan_that_says_so():
    data = event(buyers=9, companies=12, slots=6, tables=4, wishes=60, seed=5)
    plan = planned(data)
    assert not broken(data, plan)
    assert len(plan["meetings"]) == plan["meetings_bound"] == 24
    assert "crowded" in plan["warnings"]


def test_a_limit_that_is_too_short_still_gives_a_plan_which_says_that_nothing_is_proven():
    data = event(buyers=12, companies=40, slots=12, tables=12, wishes=140, seed=4)
    plan = planned(data, limit=0.000001)
    assert not broken(data, plan)
    assert plan["meetings"]
    if plan["status"] != "optimal":
        assert "unproven" in plan["warnings"]


def test_nobody_wishes_anything():
    plan = planned(event(wishes=0))
    assert plan["meetings"] == [] and plan["status"] == "optimal"


def test_a_wait_over_a_break_is_none():
    data = {
        "slots": 4,
        "tables": 1,
        "buyers": [{"id": "a", "unavailable": [1, 2]}, {"id": "b", "unavailable": [1, 2]}],
        "companies": [{"id": "e", "unavailable": []}],
        "wishes": [{"buyer": who, "company": "e", "weight": 1} for who in "ab"],
    }
    assert planned(data)["company_gaps"] == 1
    assert planned(data | {"breaks": [2]})["company_gaps"] == 0
    assert planned(data | {"days": [0, 3]})["company_gaps"] == 0
