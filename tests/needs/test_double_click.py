"""The same page sent several times at once: one act, the same answer to all. Each guard has its control."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from grandest_portal.core import once as guard
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import SentForm
from needs import actions
from needs.models import Answer, Interest, Need, NeedJoin, Question
from tests.accounts.teams import delegate
from tests.factories import MembershipFactory, NeedFactory, buyer_user
from tests.needs.dialog.conftest import NOTE, QUESTION, organisation_of, talk  # noqa: F401
from tests.needs.test_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("dated_data")]
TIMES = 6


def drawn(user, url):
    """The hidden values of the page as its form sends them."""
    client = Client()
    client.force_login(user)
    page = client.get(url).text
    found = re.findall(r'<input type="hidden" name="([\w]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def sent_at_once(user, url, typed, times=TIMES):
    """[(status, page)] of the same sending, from browsers that are signed in before."""
    clients = [Client() for _time in range(times)]
    for client in clients:
        client.force_login(user)
    answers = together(*[lambda client=client: client.post(url, typed) for client in clients])
    return [(answer.status_code, answer.get("Location")) for answer in answers]


@pytest.fixture
def unguarded(monkeypatch):
    """The controls: the digest of each sending is another."""
    monkeypatch.setattr(guard, "digest_of", lambda request: None)


def test_submitting_at_once_leads_all_to_the_same_page(agent, make_need):
    need = make_need()
    url = reverse("needs:check", args=[need.pk])
    answers = sent_at_once(agent, url, drawn(agent, url))
    assert answers == [(302, reverse("needs:submitted", args=[need.pk]))] * TIMES
    assert history_of(need).filter(verb="need.submitted").count() == 1


def test_submitting_at_once_without_a_token_is_a_success_too(agent, make_need):
    need = make_need()
    url = reverse("needs:check", args=[need.pk])
    answers = sent_at_once(agent, url, {"version": drawn(agent, url)["version"]})
    assert answers == [(302, reverse("needs:submitted", args=[need.pk]))] * TIMES


def test_control_the_action_alone_refuses_all_but_one(agent, make_need):
    need = make_need()
    results = together(*[lambda: actions.submit_need(need, by=agent)] * TIMES)
    assert sum(isinstance(result, DomainError) for result in results) == TIMES - 1


def closing(talk):  # noqa: F811
    return "buyer", reverse("needs:close", args=[talk.need.pk]), {"early_reason": "Tout est dit."}


def asking(talk):  # noqa: F811
    return "company", reverse("needs:question_ask", args=[talk.need.pk]), {"text": QUESTION}


def declaring(talk):  # noqa: F811
    return "company", reverse("needs:interest_declare", args=[talk.need.pk]), {"note": NOTE, "partners": ""}


def publishing(talk):  # noqa: F811
    question = talk.ask()
    typed = {f"answer_{question.pk}": "Oui.", f"version_{question.pk}": "0", "action": "publish"}
    return "buyer", reverse("needs:questions_answer", args=[talk.need.pk]), typed


def answering(talk):  # noqa: F811
    interest = talk.declare()
    typed = {"text": "Merci.", "equal": "on", "everyone": "on", "shown": interest.pk}
    return "buyer", reverse("needs:interests", args=[talk.need.pk]), typed


def correcting(talk):  # noqa: F811
    question = talk.ask()
    talk.publish((question, "Oui."))
    return "buyer", reverse("needs:answer_correct", args=[question.pk]), {"text": "Non."}


def withdrawing(talk):  # noqa: F811
    return "company", reverse("needs:interest_withdraw", args=[talk.declare().pk]), {}


VERBS = [closing, asking, declaring, publishing, answering, correcting, withdrawing]


@pytest.mark.parametrize("verb", VERBS)
def test_the_same_sending_leads_all_to_the_same_page(talk, verb):  # noqa: F811
    role, url, typed = verb(talk)
    typed = drawn(talk.people[role], url) | typed
    answers = sent_at_once(talk.people[role], url, typed)
    assert {status for status, _page in answers} == {302}
    assert len(set(answers)) == 1
    # And once more, later.
    assert sent_at_once(talk.people[role], url, typed, times=1) == answers[:1]
    assert SentForm.objects.count() == 1
    assert [Question.objects.count(), Interest.objects.count()] <= [1, 1]
    assert Answer.objects.count() == {publishing: 1, correcting: 2}.get(verb, 0)


@pytest.mark.parametrize("verb", [closing, publishing, answering, withdrawing])
def test_control_without_memory_all_but_one_are_refused(talk, unguarded, verb):  # noqa: F811
    role, url, typed = verb(talk)
    typed = drawn(talk.people[role], url) | typed
    statuses = [status for status, _page in sent_at_once(talk.people[role], url, typed)]
    assert statuses.count(302) == 1


def test_one_button_pressed_twenty_times_makes_one_copy(agent, make_need):
    need, token = make_need(published=True), uuid.uuid4()
    copying = [lambda: actions.copy_need(need, agent.buyer, by=agent, token=token)] * 20
    results = together(*copying)
    copy = Need.objects.exclude(pk=need.pk).get()
    assert results == [copy] * 20
    assert history_of(copy).count() == 1 and copy.cpv.count() == 1


def test_control_without_its_token_each_press_makes_a_copy(agent, make_need):
    need = make_need(published=True)
    together(*[lambda: actions.copy_need(need, agent.buyer, by=agent)] * 3)
    assert Need.objects.exclude(pk=need.pk).count() == 3


def test_page_copies_once_for_a_double_click(agent, make_need):
    need = make_need(published=True)
    typed = drawn(agent, f"/besoins/{need.pk}/")
    answers = sent_at_once(agent, reverse("needs:copy", args=[need.pk]), typed)
    copy = Need.objects.exclude(pk=need.pk).get()
    assert answers == [(302, reverse("needs:check", args=[copy.pk]))] * TIMES


def test_button_of_another_or_of_a_draft_thrown_away_copies_nothing(agent, make_need):
    need, token, other = make_need(published=True), uuid.uuid4(), buyer_user()
    copy = actions.copy_need(need, agent.buyer, by=agent, token=token)
    for buyer, by in [(organisation_of(other).buyer, other), (agent.buyer, other)]:
        with pytest.raises(DomainError, match="déjà servi"):
            actions.copy_need(need, buyer, by=by, token=token)
    actions.trash_need(copy, by=agent)
    with pytest.raises(DomainError, match="déjà servi"):
        actions.copy_need(need, agent.buyer, by=agent, token=token)


@pytest.mark.parametrize(("verb", "typed"), [("join", {"volume": "12 écoles"}), ("copy", {})])
def test_form_opened_under_another_hat_does_nothing(db, verb, typed):
    need, person = NeedFactory(published=True), buyer_user()
    first = person.memberships.get()
    second = delegate(buyer_user().memberships.get().organisation, user=person)
    client, url = Client(), reverse(f"needs:{verb}", args=[need.pk])
    client.force_login(person)
    page = url if verb == "join" else f"/besoins/{need.pk}/"
    assert f'name="acting" value="{first.pk}"' in client.get(page).text
    response = client.post(url, typed | {"acting": second.pk})
    assert response.status_code in {409, 422}
    assert "plus pour la même organisation" in response.text
    assert not NeedJoin.objects.exists() and Need.objects.count() == 1
    assert client.post(url, typed | {"acting": first.pk}).status_code == 302
    assert NeedJoin.objects.count() + Need.objects.count() == 2


def test_other_text_of_the_same_drawing_is_another_question(talk):  # noqa: F811
    url, company = reverse("needs:question_ask", args=[talk.need.pk]), talk.people["company"]
    MembershipFactory(organisation=organisation_of(company), role="editor")
    typed = drawn(company, url)
    for text in [QUESTION, "Et les bâtiments classés ?", QUESTION]:
        assert sent_at_once(company, url, typed | {"text": text}, times=1)[0][0] == 302
    assert Question.objects.count() == 2


def test_publishing_at_once_leads_all_to_the_same_page(make_need, moderator):
    need = make_need(submitted=True)
    url = reverse("admin:needs_need_decide", args=[need.pk, "publish"])
    typed = drawn(moderator, reverse("admin:needs_need_change", args=[need.pk]))
    answers = sent_at_once(moderator, url, typed)
    assert {status for status, _page in answers} == {302} and len(set(answers)) == 1
    assert history_of(need).filter(verb="need.published").count() == 1
    assert sent_at_once(moderator, url, typed, times=1) == answers[:1]


def test_control_without_memory_a_decision_sent_again_is_said_to_be_refused(make_need, moderator, unguarded):
    need = make_need(submitted=True)
    url = reverse("admin:needs_need_decide", args=[need.pk, "publish"])
    client = Client()
    client.force_login(moderator)
    typed = drawn(moderator, reverse("admin:needs_need_change", args=[need.pk]))
    pages = [client.post(url, typed, follow=True).text for _time in range(2)]
    assert ["n'est plus possible" in page.replace("&#x27;", "'") for page in pages] == [False, True]


def test_decision_that_was_refused_may_be_sent_again(make_need, moderator):
    need = make_need(submitted=True, title="Avant")
    url = reverse("admin:needs_need_decide", args=[need.pk, "publish"])
    typed = drawn(moderator, reverse("admin:needs_need_change", args=[need.pk]))
    Need.objects.filter(pk=need.pk).update(version=9)
    sent_at_once(moderator, url, typed, times=1)
    assert not SentForm.objects.exists()
    Need.objects.filter(pk=need.pk).update(version=need.version)
    sent_at_once(moderator, url, typed, times=1)
    need.refresh_from_db()
    assert need.is_public
