"""The desk: moderators read everything that was sent, decide one by one or together, and rewrite nothing."""

import pytest
from django.urls import reverse

from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.factories import CompanyFactory, UserFactory, buyer_user, company_user, partner_user
from tests.screens import all_confirmed, confirmed
from tests.suppliers.helpers import member, solution_in

pytestmark = pytest.mark.django_db

CHANGELIST = "/admin/suppliers/solution/"
REASON = {"reason": "Dites chez qui elle a servi."}


def change(solution):
    return f"{CHANGELIST}{solution.pk}/change/"


def decision(solution, verb):
    return reverse("admin:suppliers_solution_decide", args=[solution.pk, verb])


@pytest.fixture
def desk(client, dated_data):
    client.force_login(UserFactory(moderator=True))
    return client


@pytest.fixture
def waiting():
    return solution_in(SolutionStatus.SUBMITTED)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(desk, django_assert_num_queries, rows):
    for _number in range(rows):
        solution_in(SolutionStatus.SUBMITTED)
    with django_assert_num_queries(10):
        response = desk.get(CHANGELIST)
    assert response.context["cl"].result_count == rows


def test_list_shows_what_was_sent_and_how_long_it_waits(desk, time_machine):
    time_machine.move_to("2026-10-01 08:00:00+00:00")
    solutions = {status: solution_in(status) for status in SolutionStatus}
    time_machine.move_to("2026-10-04 09:00:00+00:00")
    response = desk.get(CHANGELIST)
    assert set(response.context["cl"].result_list) == {*solutions.values()} - {solutions["draft"]}
    assert response.content.decode().count("à décider, depuis le 1er octobre 2026") == 1


@pytest.mark.parametrize("query", ["?q=capteur", "?q=HRB", "?status__exact=submitted", "?trl__exact=8"])
def test_list_is_searched_and_filtered(desk, waiting, query):
    response = desk.get(CHANGELIST + query)
    assert list(response.context["cl"].result_list) == [waiting]


def test_page_shows_every_text_and_lets_nothing_be_typed(desk):
    solution = solution_in(SolutionStatus.SUBMITTED, references="Une école.", keywords="eau, fuite")
    page = desk.get(change(solution)).content.decode()
    shown = [solution.title, solution.problem_solved, solution.description, solution.novelty, "Une école."]
    shown += [
        "eau, fuite",
        solution.reference,
        "38420000-5 Instruments de mesure du débit",
        str(solution.company),
    ]
    assert [text for text in shown if text.replace("'", "&#x27;") not in page] == []
    assert 'name="title"' not in page and 'name="description"' not in page and 'name="_save"' not in page


def test_page_offers_the_decisions_of_a_waiting_solution_only(desk, waiting):
    published = solution_in(SolutionStatus.PUBLISHED)
    offered = [verb.name for verb in desk.get(change(waiting)).context["verbs"]]
    assert (offered, desk.get(change(published)).context["verbs"]) == (["publish", "return", "reject"], [])


@pytest.mark.parametrize(
    ("verb", "typed", "status"),
    [
        ("publish", {}, "published"),
        ("return", REASON, "returned"),
        ("reject", REASON | {"reason_key": "hors_objet"}, "rejected"),
    ],
)
def test_button_decides(desk, waiting, verb, typed, status):
    assert desk.post(decision(waiting, verb), confirmed(waiting, **typed)).url == change(waiting)
    assert Solution.objects.get().status == status


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_button_with_a_reason_asks_for_it_first(desk, waiting, verb):
    assert desk.get(decision(waiting, verb)).status_code == 200
    assert desk.post(decision(waiting, verb), {**confirmed(waiting), "reason": " "}).status_code == 422
    assert Solution.objects.get().status == SolutionStatus.SUBMITTED


def test_bulk_action_says_what_was_refused(desk):
    ready, unverified = (
        solution_in(SolutionStatus.SUBMITTED),
        solution_in(SolutionStatus.SUBMITTED, company=CompanyFactory()),
    )
    typed = all_confirmed(ready, unverified, action="publish")
    page = desk.post(CHANGELIST, typed, follow=True).content.decode()
    assert set(Solution.objects.values_list("pk", "status")) == {
        (ready.pk, "published"),
        (unverified.pk, "submitted"),
    }
    assert "1 solution publiée." in page and "Vérifiez d&#x27;abord l&#x27;organisation" in page


def test_moderator_does_not_decide_for_ones_own_company(client, waiting):
    client.force_login(member(waiting.company, user__is_staff=True))
    page = client.post(decision(waiting, "publish"), confirmed(waiting), follow=True).content.decode()
    assert "jamais à une personne de l&#x27;entreprise concernée" in page
    assert Solution.objects.get().status == SolutionStatus.SUBMITTED


def test_draft_is_not_found_in_the_desk(desk):
    solution = solution_in(SolutionStatus.DRAFT)
    assert desk.get(change(solution)).status_code == 302
    assert desk.post(decision(solution, "publish"), confirmed(solution)).status_code == 404


def test_history_tells_what_was_done(desk, waiting):
    desk.post(decision(waiting, "return"), confirmed(waiting, **REASON))
    page = desk.get(reverse("admin:suppliers_solution_history", args=[waiting.pk])).content.decode()
    assert "Renvoyée avec une raison" in page and REASON["reason"] in page


@pytest.mark.parametrize("verb", ["publish", "return", "reject"])
def test_decision_is_closed_to_all_but_staff(client, waiting, verb):
    for user in [None, member(waiting.company), company_user(), buyer_user(), partner_user()]:
        client.logout()
        if user:
            client.force_login(user)
        client.post(decision(waiting, verb), REASON)
    assert Solution.objects.get().status == SolutionStatus.SUBMITTED


@pytest.mark.parametrize("rows", [1, 3])
def test_company_list_costs_the_same_queries_whatever_its_length(desk, django_assert_num_queries, rows):
    companies = [CompanyFactory() for _number in range(rows)]
    with django_assert_num_queries(8):
        response = desk.get("/admin/suppliers/company/")
    assert set(response.context["cl"].result_list) == set(companies)


def test_company_page_opens_and_lets_nothing_be_typed(desk):
    company = CompanyFactory(presentation="Des capteurs.")
    page = desk.get(f"/admin/suppliers/company/{company.pk}/change/").content.decode()
    assert "Des capteurs." in page and "<textarea" not in page
