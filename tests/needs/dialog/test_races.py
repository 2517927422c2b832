"""Two people at once. Each guard has a control that shows the fault without it."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import Parameter
from needs import actions
from needs.actions.questions import check_allowance
from needs.enums import InterestStatus, QuestionStatus
from needs.models import Answer, Interest, Question
from tests.factories import InterestFactory, MembershipFactory, QuestionFactory
from tests.needs.dialog.conftest import company_of, organisation_of
from tests.needs.test_races import row_held, together, waiting_for_locks
from tests.windows import end_windows

pytestmark = pytest.mark.django_db(transaction=True)
DROP = "DROP INDEX needs_interest_one_live"
CREATE = (
    "CREATE UNIQUE INDEX needs_interest_one_live ON needs_interest (need_id, company_id) "
    "WHERE status = 'declared'"
)


def kinds(results):
    return sorted(type(result).__name__ for result in results)


@pytest.fixture
def colleague(talk):
    return MembershipFactory(organisation=organisation_of(talk.people["company"]), role="editor").user


@pytest.fixture
def no_constraint():
    with connection.cursor() as cursor:
        cursor.execute(DROP)
    yield
    Interest.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(CREATE)


def test_two_colleagues_who_declare_at_once_make_one_interest(talk, colleague):
    results = together(talk.declare, lambda: talk.declare(by=colleague, note="Une autre note."))
    assert kinds(results) == ["DomainError", "Interest"]
    (refusal,) = [each for each in results if isinstance(each, DomainError)]
    assert "a déjà déclaré son intérêt" in refusal.message
    assert Interest.objects.count() == 1


def test_double_click_makes_one_interest_and_one_clear_answer(talk):
    first, second = together(talk.declare, talk.declare)
    assert first == second and Interest.objects.count() == 1
    end_windows()
    assert Notification.objects.count() == 1


def both_check_then_write(talk):
    """What two requests would do without the lock: both look before either writes."""
    checked, company = threading.Barrier(2), company_of(talk.people["company"])

    def declare():
        with transaction.atomic():
            assert not Interest.objects.live().filter(need=talk.need, company=company).exists()
            checked.wait(10)
            return InterestFactory(need=talk.need, company=company)

    return together(declare, declare)


def test_control_looking_first_lets_both_pass_and_the_constraint_decides(talk):
    assert kinds(both_check_then_write(talk)) == ["IntegrityError", "Interest"]


def test_control_without_constraint_and_lock_there_would_be_two(talk, no_constraint):
    assert kinds(both_check_then_write(talk)) == ["Interest", "Interest"]
    assert Interest.objects.count() == 2


def test_double_click_asks_one_question(talk):
    first, second = together(talk.ask, talk.ask)
    assert first == second and Question.objects.count() == 1


def test_two_questions_at_once_keep_the_allowance(talk, colleague):
    Parameter.objects.filter(key="questions_waiting_per_company").update(value=1)
    results = together(talk.ask, lambda: talk.ask("Une autre ?", by=colleague))
    assert kinds(results) == ["DomainError", "Question"]
    assert Question.objects.count() == 1


def test_control_counting_without_the_lock_lets_both_pass(talk):
    Parameter.objects.filter(key="questions_waiting_per_company").update(value=1)
    counted, company = threading.Barrier(2), company_of(talk.people["company"])

    def ask(text):
        with transaction.atomic():
            check_allowance(talk.need, company, timezone.localdate())
            counted.wait(10)
            return QuestionFactory(need=talk.need, company=company, text=text)

    assert kinds(together(lambda: ask("Un ?"), lambda: ask("Deux ?"))) == ["Question", "Question"]


def test_answering_and_withdrawing_a_question_at_once_leave_one_end(talk):
    question = talk.ask()
    results = together(
        lambda: talk.publish((question, "Oui.")),
        lambda: actions.withdraw_question(question, by=talk.people["company"]),
    )
    question.refresh_from_db()
    assert sum(isinstance(each, DomainError) for each in results) == 1
    answered = question.status == QuestionStatus.ANSWERED
    assert Answer.objects.count() == int(answered)
    assert isinstance(results[1 if answered else 0], DomainError)


def test_answering_an_interest_waits_for_its_withdrawal_and_sees_it(talk):
    """Both stand behind the row of the need: whoever comes second reads what the first wrote."""
    interest = talk.declare()
    results = together(talk.answer, lambda: actions.withdraw_interest(interest, by=talk.people["company"]))
    interest.refresh_from_db()
    assert interest.status == InterestStatus.WITHDRAWN
    if isinstance(results[0], DomainError):
        assert interest.answered_at is None
    else:
        assert interest.answered_at <= interest.withdrawn_at


def test_control_answer_without_lock_reaches_an_interest_that_is_withdrawn(talk):
    interest = talk.declare()
    read, withdrawn = threading.Event(), threading.Event()

    def answer():
        row = Interest.objects.due().get(pk=interest.pk)
        read.set()
        assert withdrawn.wait(10)
        Interest.objects.filter(pk=row.pk).update(
            answer="Merci.", answered_at=timezone.now(), read_at=timezone.now()
        )

    def withdraw():
        assert read.wait(10)
        actions.withdraw_interest(interest, by=talk.people["company"])
        withdrawn.set()

    together(answer, withdraw)
    interest.refresh_from_db()
    assert interest.answered_at > interest.withdrawn_at


def test_two_colleagues_of_the_buyer_publish_one_answer(talk):
    question = talk.ask()
    results = together(lambda: talk.publish((question, "Oui.")), lambda: talk.publish((question, "Non.")))
    assert kinds(results) == ["DomainError", "list"]
    assert Answer.objects.count() == 1


def test_question_does_not_slip_in_while_the_need_closes(talk):
    done = []

    def ask():
        try:
            return talk.ask()
        finally:
            done.append(True)

    def close():
        with row_held(talk.need):
            while waiting_for_locks() < 1 and not done:
                pass
            return actions.close_need(talk.need, by=talk.people["buyer"], early_reason="Tout est dit.")

    asked, closed = together(ask, close)
    assert closed.status == "closed"
    assert isinstance(asked, DomainError) or asked.asked_at <= closed.closed_at
