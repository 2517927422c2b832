"""What is done and undone again and again writes one mail to each person in a window, of what still stands."""

import pytest
from django.urls import reverse

from grandest_portal.core.models import Job
from grandest_portal.follow.actions import follow, unfollow
from grandest_portal.follow.models import HeldNews
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.reference.models import Parameter
from needs import actions
from needs.models import NeedJoin, Question
from tests.factories import MembershipFactory, UserFactory, buyer_user, company_user
from tests.needs.dialog.conftest import company_of, organisation_of, told
from tests.windows import end_windows

TIMES = 20
pytestmark = pytest.mark.usefixtures("outbox")


@pytest.fixture
def follower(talk):
    person = UserFactory()
    follow(person, "need", talk.need.pk)
    return person


@pytest.fixture
def joiner(db):
    return buyer_user()


def mails():
    """{address: mails} of what was written, and forgets them."""
    found = {}
    for row in OutgoingEmail.objects.order_by("pk"):
        for address in row.recipients:
            found[address] = found.get(address, 0) + 1
    OutgoingEmail.objects.all().delete()
    return found


def ask_and_withdraw(talk, _joiner):
    actions.withdraw_question(talk.ask(), by=talk.people["company"])


def declare_and_withdraw(talk, _joiner):
    partners = [company_of(talk.people["company_b"])]
    actions.withdraw_interest(talk.declare(partners=partners), by=talk.people["company"])


def join_and_leave(talk, joiner):
    actions.leave_need(join(talk, joiner), by=joiner)


def join(talk, joiner):
    return actions.join_need(talk.need, organisation_of(joiner).buyer, by=joiner, volume="12 écoles")


LAST = {
    ask_and_withdraw: lambda talk, joiner: talk.ask(),
    declare_and_withdraw: lambda talk, joiner: talk.declare(partners=[company_of(talk.people["company_b"])]),
    join_and_leave: join,
}
# Who hears of what stands at the end.
HEARERS = {
    ask_and_withdraw: ["buyer"],
    declare_and_withdraw: ["buyer", "company_b"],
    join_and_leave: ["buyer", "follower"],
}


@pytest.mark.parametrize("both", LAST)
def test_twenty_times_done_and_undone_tell_nobody(talk, follower, joiner, both):
    for _time in range(TIMES):
        both(talk, joiner)
    assert mails() == {}
    end_windows()
    assert (mails(), Notification.objects.count()) == ({}, 0)


@pytest.mark.parametrize("both", LAST)
def test_twenty_times_and_once_more_write_one_mail_to_each_person(talk, follower, joiner, both):
    for _time in range(TIMES):
        both(talk, joiner)
    LAST[both](talk, joiner)
    end_windows()
    people = talk.people | {"follower": follower}
    assert mails() == {people[role].email: 1 for role in HEARERS[both]}
    end_windows()
    assert mails() == {}


@pytest.mark.parametrize("both", LAST)
def test_control_a_window_that_ends_after_each_verb_writes_as_many_mails(talk, follower, joiner, both):
    for _time in range(3):
        thing = LAST[both](talk, joiner)
        end_windows()
        undo = {"question": actions.withdraw_question, "interest": actions.withdraw_interest}
        by = joiner if both is join_and_leave else talk.people["company"]
        undo.get(thing._meta.model_name, actions.leave_need)(thing, by=by)
    people = talk.people | {"follower": follower}
    assert mails() == {people[role].email: 3 for role in HEARERS[both]}


def test_question_interest_and_join_of_one_window_are_one_mail(talk, joiner):
    reader = MembershipFactory(organisation=talk.need.buyer.organisation, role="reader").user
    talk.ask()
    talk.declare()
    join(talk, joiner)
    end_windows()
    # The person who declared follows the need.
    people = [talk.people["buyer"], talk.people["company"], reader]
    assert mails() == {person.email: 1 for person in people}
    kinds = sorted(Notification.objects.filter(user=talk.people["buyer"]).values_list("kind", flat=True))
    assert kinds == ["needs.interest_declared", "needs.joined", "needs.question_asked"]
    assert [row.kind for row in told()[reader.pk]] == ["needs.joined"]


def test_window_is_a_dated_parameter_and_opens_once(talk):
    Parameter.objects.filter(key="dialog_window_minutes").update(value=30)
    first = talk.ask()
    talk.declare()
    job = Job.objects.get(name="needs.tell_buyer")
    assert 29 * 60 < (job.run_at - first.asked_at).total_seconds() < 31 * 60


def test_what_was_told_is_not_told_again_with_what_comes_later(talk):
    talk.ask()
    end_windows()
    talk.declare()
    end_windows()
    kinds = list(
        Notification.objects.filter(user=talk.people["buyer"]).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["needs.question_asked", "needs.interest_declared"]
    actions.tell_buyer(talk.need.pk)
    assert Notification.objects.filter(user=talk.people["buyer"]).count() == 2


def test_several_invitations_of_a_window_are_one_mail(talk):
    invited = company_user()
    partners = [company_of(invited)]
    talk.declare(partners=partners)
    talk.declare(by="company_b", partners=partners)
    end_windows()
    assert mails()[invited.email] == 1
    assert Notification.objects.filter(user=invited, kind="needs.consortium_invited").count() == 2


def test_join_of_another_buyer_outlives_the_one_that_left(talk, follower, joiner):
    other = buyer_user()
    first = join(talk, joiner)
    join(talk, other)
    actions.leave_need(first, by=joiner)
    end_windows()
    assert mails()[follower.email] == 1
    assert str(organisation_of(other)) in Notification.objects.get(user=talk.people["buyer"]).body


def test_corrections_of_a_window_are_one_mail(talk, follower):
    question = talk.ask()
    talk.publish((question, "Oui."))
    for number in range(TIMES):
        actions.correct_answer(question, by=talk.people["buyer"], text=f"Non, {number}.")
    end_windows()
    found = mails()
    assert [found[person.email] for person in [follower, talk.people["company"]]] == [1, 1]
    assert "plusieurs réponses" in Notification.objects.get(user=follower).body


def test_everything_that_one_follows_is_one_mail(talk, follower, joiner):
    talk.publish((talk.ask(), "Oui."))
    join(talk, joiner)
    actions.close_need(talk.need, by=talk.people["buyer"], early_reason="Tout est dit.")
    end_windows()
    assert mails()[follower.email] == 1
    found = Notification.objects.filter(user=follower).order_by("pk")
    assert [row.kind for row in found] == ["follow.questions", "follow.news", "follow.news"]


def test_following_and_leaving_writes_to_nobody(talk):
    person = UserFactory()
    for _time in range(TIMES):
        follow(person, "need", talk.need.pk)
        unfollow(person, "need", talk.need.pk)
    end_windows()
    assert (mails(), Job.objects.count()) == ({}, 0)


def test_who_follows_no_more_at_the_end_of_the_window_is_not_told(talk, follower, joiner):
    join(talk, joiner)
    unfollow(follower, "need", talk.need.pk)
    end_windows()
    assert follower.email not in mails() and not HeldNews.objects.exists()
    assert NeedJoin.objects.live().count() == 1


# How often


def test_verbs_of_a_person_share_a_number_per_hour_that_is_data(talk, client):
    Parameter.objects.filter(key="dialog_verbs_per_hour").update(value=3)
    ask = reverse("needs:question_ask", args=[talk.need.pk])
    client.force_login(talk.people["company"])
    answers = [client.post(ask, {"text": "Combien ?"})]
    withdraw = reverse("needs:question_withdraw", args=[Question.objects.get().pk])
    answers += [client.post(withdraw), client.post(reverse("needs:interest_declare", args=[talk.need.pk]))]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    last = client.post(ask, {"text": "Encore ?"})
    assert last.status_code == 429 and int(last["Retry-After"]) > 0
    assert client.get(ask).status_code == 200
    client.force_login(talk.people["company_b"])
    assert client.post(ask, {"text": "Encore ?"}).status_code == 302


def test_follows_of_a_person_have_a_number_per_hour_that_is_data(talk, client):
    Parameter.objects.filter(key="follows_per_hour").update(value=2)
    client.force_login(talk.people["company"])
    urls = [reverse(f"follow:{verb}", args=["need", talk.need.pk]) for verb in ["follow", "unfollow"]]
    assert [client.post(url).status_code for url in [*urls, urls[0]]] == [302, 302, 429]


def test_without_the_parameter_nobody_is_counted(talk, client):
    Parameter.objects.filter(key="follows_per_hour").delete()
    client.force_login(talk.people["company"])
    url = reverse("follow:follow", args=["need", talk.need.pk])
    assert {client.post(url).status_code for _time in range(5)} == {302}
