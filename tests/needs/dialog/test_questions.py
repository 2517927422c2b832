"""Asking, answering to all, correcting, putting aside: what is refused, what is recorded, who is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.follow.actions import follow
from grandest_portal.reference.models import Parameter
from needs import actions
from needs.enums import PUBLIC_NEED, NeedStatus, QuestionStatus
from needs.models import Answer, Need, Question
from tests.accounts.teams import delegate
from tests.factories import (
    MembershipFactory,
    QuestionFactory,
    UserFactory,
    buyer_user,
    company_user,
    partner_user,
)
from tests.needs.dialog.conftest import QUESTION, company_of, organisation_of, told

NOON = datetime(2027, 2, 11, 12, tzinfo=UTC)
NOT_OPEN = sorted(PUBLIC_NEED - {NeedStatus.PUBLISHED})


def test_question_is_recorded_and_the_buyer_is_told_without_the_asker(talk):
    MembershipFactory(organisation=talk.need.buyer.organisation, waiting=True)
    question = talk.ask()
    (entry,) = history_of(question)
    assert (entry.verb, entry.value.actor) == ("question.asked", talk.people["company"])
    assert entry.value.payload["after"] == {"need": talk.need.pk, "text": QUESTION}
    notices = told()
    assert set(notices) == {talk.people["buyer"].pk}
    (notice,) = notices[talk.people["buyer"].pk]
    words = f"{notice.title} {notice.body} {notice.path}"
    for secret in [str(company_of(talk.people["company"])), talk.people["company"].full_name]:
        assert secret not in words
    assert notice.path == f"/besoins/{talk.need.pk}/questions/"


def test_buyer_is_written_to_once_until_nothing_waits(talk):
    first = talk.ask()
    talk.ask("Et les bâtiments classés ?", by="company_b")
    assert len(told()[talk.people["buyer"].pk]) == 1
    second = Question.objects.get(text="Et les bâtiments classés ?")
    talk.publish((first, "Oui."))
    talk.ask("Une troisième ?")
    assert talk.people["buyer"].pk not in told()
    talk.publish(*((each, "Oui.") for each in Question.objects.waiting().order_by("pk")))
    told()
    talk.ask("Une quatrième ?")
    assert len(told()[talk.people["buyer"].pk]) == 1
    assert second.pk


def test_same_text_twice_is_one_question(talk):
    assert talk.ask() == talk.ask()
    assert Question.objects.count() == 1
    assert talk.ask(by="company_b") != talk.ask()


def test_question_that_was_taken_back_may_be_asked_again(talk):
    first = talk.ask()
    actions.withdraw_question(first, by=talk.people["company"])
    assert talk.ask() != first


@pytest.mark.parametrize(
    "make",
    [
        lambda: company_user(role="reader"),
        lambda: company_user(waiting=True),
        buyer_user,
        partner_user,
        UserFactory,
        lambda: UserFactory(moderator=True),
    ],
)
def test_only_people_who_speak_for_a_company_ask(talk, make):
    with pytest.raises(DomainError, match="personnes validées d'une entreprise"):
        talk.ask(by=make())
    assert Question.objects.count() == 0


def test_person_who_also_acts_for_the_buyer_does_not_ask(talk):
    person = talk.people["company"]
    delegate(talk.need.buyer.organisation, user=person)
    with pytest.raises(DomainError, match="aussi pour l'acheteur"):
        talk.ask(by=type(person).objects.get(pk=person.pk))


def test_answers_are_still_due_after_the_window(talk):
    asked, answered = talk.ask(), talk.ask("Une autre ?")
    talk.publish((answered, "Oui."))
    talk.become("closed")
    assert talk.publish((asked, "Oui.")) == [asked]
    actions.correct_answer(answered, by=talk.people["buyer"], text="Non.")
    for refused in [
        lambda: talk.ask("Encore une ?"),
        lambda: actions.withdraw_question(asked, by=talk.people["company"]),
    ]:
        with pytest.raises(DomainError, match="Les échanges de ce besoin sont clos"):
            refused()


@pytest.mark.parametrize("status", [each for each in NOT_OPEN if each != "closed"])
def test_nothing_is_written_once_the_need_left_its_exchanges(talk, status):
    asked, answered = talk.ask(), talk.ask("Une autre ?")
    talk.publish((answered, "Oui."))
    talk.become(status)
    buyer = talk.people["buyer"]
    for refused in [
        lambda: talk.ask("Encore une ?"),
        lambda: talk.publish((asked, "Oui.")),
        lambda: talk.draft((asked, "Oui.")),
        lambda: actions.withdraw_question(asked, by=talk.people["company"]),
        lambda: actions.correct_answer(answered, by=buyer, text="Non."),
    ]:
        with pytest.raises(DomainError, match=r"Les échanges de ce besoin sont clos|La suite de ce besoin"):
            refused()
    assert actions.withhold_question(asked, by=talk.people["moderator"], reason="Injure.").is_withheld


def test_need_of_open_data_takes_no_question(talk):
    Need.objects.filter(pk=talk.need.pk).update(source="open_data", source_id="1")
    with pytest.raises(DomainError, match="données ouvertes"):
        talk.ask()


def test_after_the_last_day_nobody_asks_and_answers_stay_due(talk):
    question, today = talk.ask(), timezone.localdate()
    Need.objects.filter(pk=talk.need.pk).update(questions_open_until=today)
    talk.need.refresh_from_db()
    talk.ask("Le dernier jour compte.")
    Need.objects.filter(pk=talk.need.pk).update(questions_open_until=today - timedelta(days=1))
    with pytest.raises(DomainError, match="Les questions étaient reçues jusqu'au"):
        talk.ask("Trop tard ?")
    assert talk.publish((question, "Oui.")) == [question]


def test_company_has_a_number_of_waiting_questions_that_is_data(talk):
    Parameter.objects.filter(key="questions_waiting_per_company").update(value=2)
    first = talk.ask("Un ?")
    talk.ask("Deux ?")
    with pytest.raises(DomainError, match="déjà 2 questions en attente") as refusal:
        talk.ask("Trois ?")
    assert refusal.value.field == "text"
    talk.ask("Une autre entreprise demande.", by="company_b")
    talk.publish((first, "Oui."))
    assert talk.ask("Trois ?").pk


@pytest.mark.parametrize("text", [" ", "x" * 2001])
def test_text_that_misses_or_is_too_long_is_refused_beside_its_field(talk, text):
    with pytest.raises(DomainError) as refusal:
        talk.ask(text)
    assert refusal.value.field == "text"


# Answers


def test_answers_are_published_together_and_told_in_one_mail(talk):
    followers = UserFactory.create_batch(2)
    for person in [*followers, talk.people["buyer"]]:
        follow(person, "need", talk.need.pk)
    colleague = MembershipFactory(organisation=organisation_of(talk.people["company"]), role="editor").user
    reader = MembershipFactory(organisation=organisation_of(talk.people["company"]), role="reader").user
    first, second = talk.ask(), talk.ask("Et les bâtiments classés ?", by="company_b")
    told()
    assert talk.publish((first, "Oui."), (second, "Non.")) == [first, second]
    notices = told()
    hearers = [*followers, talk.people["company"], talk.people["company_b"], colleague]
    assert {pk: len(rows) for pk, rows in notices.items()} == {person.pk: 1 for person in hearers}
    assert reader.pk not in notices
    assert len({(row.title, row.body, row.path) for rows in notices.values() for row in rows}) == 1
    row = notices[colleague.pk][0]
    assert row.title == "Du nouveau dans vos suivis"
    assert "2 réponses, les mêmes pour tous" in row.body


def test_published_answer_is_recorded_with_its_text(talk):
    question = talk.ask()
    talk.publish((question, "  Oui.  "))
    question.refresh_from_db()
    entry = history_of(question)[0]
    assert (question.status, question.draft) == (QuestionStatus.ANSWERED, "")
    assert question.answered_at == Answer.objects.get().published_at
    assert (entry.verb, entry.value.actor) == ("question.answered", talk.people["buyer"])
    assert entry.value.payload["after"] == {"status": "answered", "answer": "Oui."}


def test_only_written_answers_are_published_and_at_least_one(talk):
    first, second = talk.ask(), talk.ask("Et les bâtiments classés ?")
    with pytest.raises(DomainError, match="Écrivez au moins une réponse"):
        talk.publish((first, " "), (second, ""))
    assert talk.publish((first, "Oui."), (second, "")) == [first]
    assert list(Question.objects.waiting()) == [second]


def test_question_taken_back_meanwhile_is_left_out(talk):
    first, second = talk.ask(), talk.ask("Et les bâtiments classés ?")
    actions.withdraw_question(first, by=talk.people["company"])
    assert talk.publish((first, "Oui."), (second, "Non.")) == [second]
    with pytest.raises(DomainError, match="n'attendent plus de réponse"):
        talk.publish((first, "Oui."), (second, "Non."))
    assert Answer.objects.count() == 1


def test_question_of_another_need_is_not_answered_from_here(talk):
    other = QuestionFactory()
    with pytest.raises(DomainError, match="n'attendent plus de réponse"):
        talk.publish((other, "Oui."))


@pytest.mark.parametrize("role", ["company", "moderator"])
def test_others_than_the_buyer_neither_answer_nor_draft_nor_correct(talk, role):
    question, answered = talk.ask(), talk.ask("Une autre ?")
    talk.publish((answered, "Oui."))
    reader = MembershipFactory(organisation=talk.need.buyer.organisation, role="reader").user
    for user in [talk.people[role], reader, buyer_user()]:
        for refused in [
            lambda user=user: talk.publish((question, "Oui."), by=user),
            lambda user=user: talk.draft((question, "Oui."), by=user),
            lambda user=user: actions.correct_answer(answered, by=user, text="Non."),
        ]:
            with pytest.raises(DomainError, match="Seules les personnes validées de l'acheteur"):
                refused()


def test_draft_is_kept_and_a_colleague_does_not_overwrite_it_unseen(talk):
    question = talk.ask()
    talk.draft((question, "Oui, à peu près."))
    with pytest.raises(DomainError, match="« Oui, à peu près\\. »") as refusal:
        talk.draft((question, "Non."))
    assert refusal.value.field == f"answer_{question.pk}"
    with pytest.raises(DomainError, match="Une autre personne"):
        talk.publish((question, "Non."))
    question.refresh_from_db()
    assert (question.draft, question.status) == ("Oui, à peu près.", QuestionStatus.ASKED)
    talk.draft((question, "Non."))
    question.refresh_from_db()
    assert (question.draft, question.draft_version) == ("Non.", 2)
    assert talk.publish((question, "Non.")) == [question]


def test_correction_is_a_new_dated_text_and_the_former_stays(talk):
    question = talk.ask()
    talk.publish((question, "Oui."))
    told()
    actions.correct_answer(question, by=talk.people["buyer"], text="Non, après vérification.")
    assert list(question.answers.order_by("pk").values_list("text", flat=True)) == [
        "Oui.",
        "Non, après vérification.",
    ]
    assert "a corrigé une réponse" in told()[talk.people["company"].pk][0].body
    assert history_of(question)[0].verb == "question.corrected"
    actions.correct_answer(question, by=talk.people["buyer"], text="Non, après vérification.")
    assert (question.answers.count(), told()) == (2, {})
    with pytest.raises(DomainError, match="Écrivez la réponse corrigée"):
        actions.correct_answer(question, by=talk.people["buyer"], text=" ")


def test_waiting_question_has_nothing_to_correct(talk):
    with pytest.raises(DomainError, match="pas de réponse publiée"):
        actions.correct_answer(talk.ask(), by=talk.people["buyer"], text="Non.")


# Ends


def test_company_takes_its_question_back_and_nobody_else_does(talk):
    question = talk.ask()
    for role in ["company_b", "buyer", "moderator"]:
        with pytest.raises(DomainError, match="Seule l'entreprise"):
            actions.withdraw_question(question, by=talk.people[role])
    actions.withdraw_question(question, by=talk.people["company"])
    assert [entry.verb for entry in history_of(question)] == ["question.withdrawn", "question.asked"]
    with pytest.raises(DomainError, match="n'est plus possible"):
        actions.withdraw_question(question, by=talk.people["company"])


@pytest.mark.parametrize("published", [False, True])
def test_moderator_puts_aside_with_a_reason_told_to_the_asker_alone(talk, published):
    question = talk.ask()
    if published:
        talk.publish((question, "Oui."))
    told()
    with pytest.raises(DomainError, match="Dites pourquoi"):
        actions.withhold_question(question, by=talk.people["moderator"], reason=" ")
    actions.withhold_question(question, by=talk.people["moderator"], reason="Elle nomme un agent.")
    notices = told()
    assert set(notices) == {talk.people["company"].pk}
    assert "Elle nomme un agent." in notices[talk.people["company"].pk][0].body
    entry = history_of(question)[0]
    assert (entry.verb, entry.value.payload["reason"]) == ("question.withheld", "Elle nomme un agent.")


@pytest.mark.parametrize("side", ["buyer", "company"])
def test_moderator_of_one_of_the_sides_does_not_decide(talk, side):
    question = talk.ask()
    MembershipFactory(user=talk.people["moderator"], organisation=organisation_of(talk.people[side]))
    with pytest.raises(DomainError, match="un autre décide"):
        actions.withhold_question(question, by=talk.people["moderator"], reason="Non.")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "lost"},
        {"text": ""},
        {"status": "answered"},
        {"status": "withheld", "ended_at": NOON},
        {"status": "withheld", "reason": "Abus."},
        {"status": "withdrawn"},
    ],
)
def test_database_refuses_what_must_not_be(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionFactory(**fields)
