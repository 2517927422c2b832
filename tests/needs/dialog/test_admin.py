"""The desk: questions are put aside, never attributed at a glance; interests are read."""

import pytest
from django.urls import reverse

from tests.factories import InterestFactory, MembershipFactory, QuestionFactory, UserFactory
from tests.needs.dialog.conftest import company_of, organisation_of


@pytest.fixture
def desk(client, talk):
    client.force_login(talk.people["moderator"])
    return client


def test_question_is_shown_without_its_asker_until_the_history_is_opened(desk, talk):
    question = talk.ask()
    page = desk.get(reverse("admin:needs_question_change", args=[question.pk])).text
    listed = desk.get(reverse("admin:needs_question_changelist")).text
    for text in [page, listed]:
        assert str(company_of(talk.people["company"])) not in text
        assert talk.people["company"].full_name not in text
    assert question.text in page.replace("&#x27;", "'")
    history = desk.get(reverse("admin:needs_question_history", args=[question.pk])).text
    assert talk.people["company"].full_name in history


def test_question_is_put_aside_with_a_reason(desk, talk):
    question = talk.ask()
    url = reverse("admin:needs_question_decide", args=[question.pk, "withhold"])
    assert (
        "Écarter avec une raison" in desk.get(reverse("admin:needs_question_change", args=[question.pk])).text
    )
    assert desk.post(url, {"confirm": "1", "reason": ""}).status_code == 422
    assert desk.post(url, {"confirm": "1", "reason": "Elle nomme un agent."}).status_code == 302
    question.refresh_from_db()
    assert (question.status, question.reason) == ("withheld", "Elle nomme un agent.")


def test_moderator_of_the_buyer_is_refused_in_words(desk, talk):
    question = talk.ask()
    MembershipFactory(user=talk.people["moderator"], organisation=organisation_of(talk.people["buyer"]))
    url = reverse("admin:needs_question_decide", args=[question.pk, "withhold"])
    response = desk.post(url, {"confirm": "1", "reason": "Non."}, follow=True)
    assert "un autre décide" in response.text
    question.refresh_from_db()
    assert question.status == "asked"


def test_questions_are_no_queue_of_the_desk(desk, talk):
    talk.ask()
    assert "needs/question/?attente" not in desk.get("/admin/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_queries_whatever_their_length(desk, rows, django_assert_num_queries):
    QuestionFactory.create_batch(rows)
    InterestFactory.create_batch(rows)
    with django_assert_num_queries(7):
        desk.get(reverse("admin:needs_question_changelist"))
    with django_assert_num_queries(7):
        desk.get(reverse("admin:needs_interest_changelist"))


def test_desk_is_closed_to_others(client, talk):
    for user in [talk.people["buyer"], talk.people["company"], UserFactory()]:
        client.force_login(user)
        for name in ["question", "interest"]:
            assert client.get(reverse(f"admin:needs_{name}_changelist")).status_code == 302
