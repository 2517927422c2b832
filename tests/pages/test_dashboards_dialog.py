"""Questions and interests on the dashboards: what is due, and every number equals its list."""

import pytest
from django.urls import reverse
from django.utils import timezone

from needs.enums import NeedStatus
from needs.models import InterestPartner
from suppliers.models import SolutionTransfer
from tests.factories import (
    CompanyFactory,
    InterestFactory,
    NeedFactory,
    PublicBuyerFactory,
    QuestionFactory,
    SolutionFactory,
    buyer_user,
    company_user,
)
from tests.pages.scenes import asked_for, groups_of, labels, need_in, organisation_of, rows_of_state, sections

pytestmark = pytest.mark.usefixtures("dated_data")


@pytest.mark.parametrize("rows", [1, 7])
def test_questions_to_answer_equal_their_list(client, rows):
    user = buyer_user()
    buyer = organisation_of(user).buyer
    need = NeedFactory(buyer=buyer, published=True)
    QuestionFactory.create_batch(rows, need=need)
    QuestionFactory(need=need, status="withdrawn", ended_at=timezone.now())
    QuestionFactory(need=need_in(buyer, NeedStatus.CONSULTATION))
    QuestionFactory()
    (section,) = sections(client, user)
    group = groups_of(section)["questions-a-repondre"]
    assert (group.count, len(group.tasks)) == (rows, min(rows, 5))
    assert rows_of_state(client, group.url) == group.count
    assert group.title == ("1 question à répondre" if rows == 1 else "7 questions à répondre")


@pytest.mark.parametrize("rows", [1, 7])
def test_answers_due_equal_their_list_after_the_window_too(client, rows):
    user = buyer_user()
    buyer = organisation_of(user).buyer
    need, closed = NeedFactory(buyer=buyer, published=True), need_in(buyer, NeedStatus.CLOSED)
    InterestFactory.create_batch(rows, need=need)
    InterestFactory(need=closed)
    InterestFactory(need=need, answered=True)
    InterestFactory(need=need, withdrawn=True)
    InterestFactory(need=need_in(buyer, NeedStatus.ABANDONED))
    InterestFactory()
    (section,) = sections(client, user)
    group = groups_of(section)["reponses-dues"]
    assert group.count == rows + 1
    assert rows_of_state(client, group.url) == group.count
    assert all(client.get(task.url).status_code == 200 for task in group.tasks)


def test_company_counts_its_interests_and_is_asked_to_confirm(client):
    user = company_user()
    company = organisation_of(user).company
    InterestFactory.create_batch(2, company=company)
    InterestFactory(company=company, withdrawn=True)
    joint, confirmed, declined = InterestFactory.create_batch(3)
    InterestPartner.objects.create(interest=joint, company=company)
    when = {"answered_at": joint.created_at, "company": company}
    InterestPartner.objects.create(interest=confirmed, status="confirmed", **when)
    InterestPartner.objects.create(interest=declined, status="declined", **when)
    gone = InterestFactory(need=need_in(joint.need.buyer, NeedStatus.CLOSED))
    InterestPartner.objects.create(interest=gone, company=company)
    InterestFactory()
    (section,) = sections(client, user)
    (counter,) = [each for each in section.counters if each.url == reverse("needs:my_interests")]
    assert (counter.value, rows_of_state(client, counter.url)) == (6, 6)
    group = groups_of(section)["groupements"]
    assert [task.url for task in group.tasks] == [reverse("needs:interest", args=[joint.pk])]
    assert group.title == "1 invitation à un groupement"


def test_company_without_interest_has_no_such_number(client):
    (section,) = sections(client, company_user())
    assert reverse("needs:my_interests") not in [each.url for each in section.counters]


@pytest.mark.parametrize("rows", [1, 2])
def test_company_is_asked_to_answer_requests_for_access(client, rows):
    user = company_user()
    company = organisation_of(user).company
    mine, others = (SolutionFactory(company=each, published=True) for each in (company, CompanyFactory()))
    waiting = [asked_for(mine, PublicBuyerFactory().organisation) for _each in range(rows)]
    for status in ("granted", "refused", "withdrawn"):
        asked_for(mine, PublicBuyerFactory().organisation, status=status, decided_at=timezone.now())
    asked_for(others, PublicBuyerFactory().organisation)
    (section,) = sections(client, user)
    group = groups_of(section)["demandes-d-acces"]
    assert labels(group) == [f"Répondre à {each.organisation}" for each in waiting]
    assert group.title == (
        "1 demande d'accès attend votre réponse"
        if rows == 1
        else "2 demandes d'accès attendent votre réponse"
    )
    assert [client.get(task.url).status_code for task in group.tasks] == [200] * rows
    assert str(mine) in group.tasks[0].note


def test_a_request_to_the_former_company_asks_nothing_of_the_new_one(client):
    """The control is the same dashboard before the sheet came."""
    user = company_user()
    company = organisation_of(user).company
    solution = SolutionFactory(company=company, published=True)
    asked_for(solution, PublicBuyerFactory().organisation)
    assert "demandes-d-acces" in groups_of(sections(client, user)[0])
    SolutionTransfer.objects.create(
        solution=solution,
        giver=CompanyFactory(),
        taker=company,
        status="accepted",
        created_at=timezone.now(),
        answered_at=timezone.now(),
    )
    assert "demandes-d-acces" not in groups_of(sections(client, user)[0])
