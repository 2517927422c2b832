"""From registrations and wishes to the data of the timetable: absences, breaks, several dates, tables, refusals."""

from datetime import date

import pytest

from meetings.days import registering
from meetings.days.problem import digest_of_problem, problem_of
from meetings.enums import MeetingSide
from meetings.models import DayRefusal, DayWish
from tests.meetings.days.scenes import OPEN_AT, OVER_AT, announced, buyer_in, company_in, with_need
from tests.meetings.scenes import member

pytestmark = pytest.mark.django_db
TWO_DATES = [date(2027, 3, 23), date(2027, 3, 24)]


@pytest.fixture
def day(clock):
    """Two dates, a buyer with two tables, another with one, three companies."""
    made = announced(dates=TWO_DATES)
    clock.move_to(OPEN_AT)
    agent = with_need()
    colleague = member(agent.memberships.get().organisation.buyer)
    buyer_in(made, agent, tables=2, people=[agent, colleague])
    buyer_in(made)
    for _number in range(3):
        company_in(made)
    registering.settle(made, OVER_AT)
    return made


def sides(day):
    rows = [
        list(day.registrations.of_side(side).order_by("pk"))
        for side in (MeetingSide.BUYER, MeetingSide.COMPANY)
    ]
    return rows[0], rows[1]


def wish(giver, taker, weight):
    DayWish.objects.create(giver=giver, taker=taker, weight=weight)


def test_slots_tables_and_breaks_through_two_dates(day):
    problem = problem_of(day)
    assert (problem["slots"], problem["tables"]) == (16, 3)
    # A pause after three slots of each date, and the night between them.
    assert problem["breaks"] == [3, 8, 11]


def test_one_entry_for_each_table_and_each_company(day):
    (two, one), companies = sides(day)
    problem = problem_of(day)
    assert [each["id"] for each in problem["buyers"]] == [f"B{two.pk}.1", f"B{two.pk}.2", f"B{one.pk}.1"]
    assert [each["id"] for each in problem["companies"]] == [f"C{each.pk}" for each in companies]


def test_a_table_is_away_when_nobody_of_it_is_there(day):
    (two, _one), (company, *_others) = sides(day)
    first, second = two.people.order_by("pk")
    registering.write_absences(first, slots=[0, 1], by=first.user)
    registering.write_absences(second, slots=[1, 2], by=first.user)
    manager = company.people.get().user
    registering.write_absences(company.people.get(), slots=[5], by=manager)
    problem = problem_of(day)
    assert [each["unavailable"] for each in problem["buyers"]] == [[0, 1], [1, 2], []]
    assert problem["companies"][0]["unavailable"] == [5]


def test_the_stronger_wish_counts_and_one_more_when_both_wish(day):
    (_two, buyer), companies = sides(day)
    wish(companies[0], buyer, 1)
    wish(buyer, companies[1], 2)
    wish(companies[1], buyer, 1)
    wish(buyer, companies[2], 3)
    wish(companies[2], buyer, 3)
    assert [each["weight"] for each in problem_of(day)["wishes"]] == [1, 3, 3]


def test_a_refusal_leaves_the_data_as_if_nobody_had_wished(day):
    (_two, buyer), (company, other, _third) = sides(day)
    wish(buyer, other, 1)
    before = problem_of(day)
    wish(buyer, company, 3)
    assert problem_of(day) != before
    DayRefusal.objects.create(giver=company, taker=buyer)
    assert problem_of(day) == before


def test_a_company_meets_a_buyer_at_one_table_and_tables_share(day):
    (buyer, _one), companies = sides(day)
    for company in companies:
        wish(company, buyer, 2)
    found = [(each["buyer"], each["company"]) for each in problem_of(day)["wishes"]]
    tables = [f"B{buyer.pk}.1", f"B{buyer.pk}.2", f"B{buyer.pk}.1"]
    assert found == list(zip(tables, [f"C{each.pk}" for each in companies], strict=True))


def test_who_left_is_not_in_it(day):
    (_two, buyer), (company, *_others) = sides(day)
    wish(buyer, company, 3)
    registering.withdraw(company, by=None)
    problem = problem_of(day)
    assert problem["wishes"] == [] and len(problem["companies"]) == 2


def test_promises_and_the_digest(day):
    (_two, buyer), (company, *_others) = sides(day)
    promised = (f"B{buyer.pk}.1", f"C{company.pk}", 4)
    problem = problem_of(day, fixed=[promised])
    assert problem["fixed"] == [{"buyer": promised[0], "company": promised[1], "slot": 4}]
    same = dict(reversed(list(problem.items())))
    assert digest_of_problem(same) == digest_of_problem(problem) != digest_of_problem(problem_of(day))
