"""Who may: one row per verb, one column per role, in each state that matters."""

import pytest

from suppliers import permissions
from suppliers.enums import SolutionStatus
from suppliers.models import Company, Solution
from tests.factories import CompanyFactory
from tests.suppliers.helpers import member, people_towards, solution_in

pytestmark = pytest.mark.django_db

OWN = {"own, approved", "own, waiting author", "own, delegate"}
INSIDE = OWN | {"own, reader"}
SPEAKING = {"own, approved", "own, delegate"}
EVERYBODY = {
    "anonymous",
    "own, approved",
    "own, waiting author",
    "own, waiting",
    "own, reader",
    "own, delegate",
    "own, refused",
    "own, ended",
    "other company",
    "buyer",
    "partner",
    "nobody's",
    "moderator",
    "admin",
}
STAFF = {"moderator", "admin"}
WHO_MAY = [
    ("can_prepare_solution", SolutionStatus.DRAFT, OWN),
    ("can_prepare_solution", SolutionStatus.PUBLISHED, SPEAKING),
    ("can_edit_solution", SolutionStatus.DRAFT, OWN),
    ("can_edit_solution", SolutionStatus.RETURNED, OWN),
    ("can_edit_solution", SolutionStatus.ARCHIVED, SPEAKING),
    ("can_edit_solution", SolutionStatus.SUBMITTED, set()),
    ("can_edit_solution", SolutionStatus.PUBLISHED, set()),
    ("can_edit_solution", SolutionStatus.REJECTED, set()),
    ("can_change_parts", SolutionStatus.DRAFT, OWN),
    ("can_change_parts", SolutionStatus.RETURNED, OWN),
    ("can_change_parts", SolutionStatus.ARCHIVED, SPEAKING),
    ("can_change_parts", SolutionStatus.PUBLISHED, SPEAKING),
    ("can_change_parts", SolutionStatus.SUBMITTED, set()),
    ("can_change_parts", SolutionStatus.REJECTED, set()),
    ("can_submit_solution", SolutionStatus.DRAFT, OWN),
    ("can_submit_solution", SolutionStatus.RETURNED, OWN),
    ("can_submit_solution", SolutionStatus.ARCHIVED, SPEAKING),
    ("can_submit_solution", SolutionStatus.PUBLISHED, set()),
    ("can_appeal_solution", SolutionStatus.REJECTED, OWN),
    ("can_appeal_solution", SolutionStatus.RETURNED, set()),
    ("can_delete_solution", SolutionStatus.DRAFT, OWN),
    ("can_delete_solution", SolutionStatus.RETURNED, set()),
    ("can_archive_solution", SolutionStatus.PUBLISHED, SPEAKING),
    ("can_archive_solution", SolutionStatus.DRAFT, set()),
    ("speaks_for", SolutionStatus.DRAFT, SPEAKING),
    ("speaks_for", SolutionStatus.PUBLISHED, SPEAKING),
    ("can_review_solution", SolutionStatus.PUBLISHED, STAFF),
]


@pytest.mark.parametrize(("verb", "status", "expected"), WHO_MAY)
def test_verb_on_a_solution_is_open_to(verb, status, expected):
    solution = solution_in(status)
    people = people_towards(solution)
    may = getattr(permissions, verb)
    assert {role for role, user in people.items() if may(user, solution)} == expected


def test_creating_a_solution_is_open_to_the_people_of_a_company():
    people = people_towards(solution_in(SolutionStatus.DRAFT))
    able = {role for role, user in people.items() if permissions.can_create_solution(user)}
    assert able == {*OWN, "own, waiting", "other company"}


def test_editing_a_company_is_open_to_its_approved_people():
    solution = solution_in(SolutionStatus.DRAFT)
    people = people_towards(solution)
    able = {role for role, user in people.items() if permissions.can_edit_company(user, solution.company)}
    assert able == SPEAKING


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (SolutionStatus.DRAFT, INSIDE),
        (SolutionStatus.SUBMITTED, INSIDE | STAFF),
        (SolutionStatus.RETURNED, INSIDE | STAFF),
        (SolutionStatus.REJECTED, INSIDE | STAFF),
        (SolutionStatus.PUBLISHED, EVERYBODY),
        (SolutionStatus.ARCHIVED, INSIDE - {"own, waiting author"} | STAFF),
    ],
)
def test_solution_is_visible_to(status, expected):
    solution = solution_in(status)
    people = people_towards(solution)
    seeing = {role for role, user in people.items() if solution in Solution.objects.visible_to(user)}
    assert seeing == expected


def test_visible_solutions_are_exactly_the_public_ones_and_ones_own():
    mine = {status: solution_in(status) for status in SolutionStatus}
    people = people_towards(mine[SolutionStatus.DRAFT])
    own_draft, foreign_draft = mine[SolutionStatus.DRAFT], solution_in(SolutionStatus.DRAFT)
    published = mine[SolutionStatus.PUBLISHED]
    assert set(Solution.objects.visible_to(people["own, approved"])) == {published, own_draft}
    assert set(Solution.objects.visible_to(people["own, waiting"])) == {published}
    assert set(Solution.objects.visible_to(people["anonymous"])) == {published}
    assert set(Solution.objects.visible_to(people["moderator"])) == {*mine.values()} - {
        own_draft,
        foreign_draft,
    }


def test_moderator_of_a_company_keeps_seeing_its_drafts():
    solution = solution_in(SolutionStatus.DRAFT)
    person = people_towards(solution)["own, approved"]
    person.is_staff = True
    assert set(Solution.objects.visible_to(person)) == {solution}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (SolutionStatus.DRAFT, INSIDE | STAFF | {"own, waiting"}),
        (SolutionStatus.ARCHIVED, INSIDE | STAFF | {"own, waiting"}),
        (SolutionStatus.PUBLISHED, EVERYBODY),
    ],
)
def test_company_is_public_once_a_solution_is(status, expected):
    solution = solution_in(status)
    people = people_towards(solution)
    CompanyFactory()
    seeing = {role for role, user in people.items() if solution.company in Company.objects.visible_to(user)}
    assert seeing == expected


def test_company_with_several_solutions_is_listed_once():
    company = solution_in(SolutionStatus.PUBLISHED).company
    solution_in(SolutionStatus.PUBLISHED, company=company)
    user = people_towards(company.solutions.first())["anonymous"]
    assert list(Company.objects.visible_to(user)) == [company]


def test_readers_are_the_active_approved_people_and_the_author_while_waiting():
    solution = solution_in(SolutionStatus.SUBMITTED)
    people = people_towards(solution)
    member(solution.company, user__is_active=False)
    assert set(permissions.readers_of(solution)) == {people[role] for role in INSIDE}


def test_author_who_left_is_no_reader():
    solution = solution_in(SolutionStatus.SUBMITTED)
    people = people_towards(solution)
    solution.author = people["own, ended"]
    expected = {people[role] for role in ["own, approved", "own, reader", "own, delegate"]}
    assert set(permissions.readers_of(solution)) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("company_of", INSIDE | {"own, waiting"}),
        ("approved_company_of", {"own, approved", "own, reader", "own, delegate"}),
        ("writing_company_of", OWN | {"own, waiting"}),
        ("speaking_company_of", SPEAKING),
    ],
    ids=["belonging", "reading", "writing", "speaking"],
)
def test_company_is_found_for_exactly_the_table(rule, expected):
    solution = solution_in(SolutionStatus.DRAFT)
    people, find = people_towards(solution), getattr(permissions, rule)
    assert {role for role, user in people.items() if find(user) == solution.company} == expected
    nobody = {role for role, user in people.items() if find(user) is None}
    assert nobody == EVERYBODY - expected - {"other company"}
