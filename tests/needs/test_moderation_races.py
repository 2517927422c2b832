"""Nobody decides on a text that nobody read: what was on screen is compared with what stands under the row's lock."""

import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from needs.actions import amend_need, approve_amendments, publish_need
from needs.models import Need
from tests.factories import UserFactory
from tests.needs.test_races import row_held, waiting_for_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("dated_data")]


@pytest.fixture
def amended(make_need, agent, moderator):
    """Published, then changed: its version 2 waits for moderators."""
    need = publish_need(make_need(submitted=True, title="Fuites", sourcing_days=20), by=moderator)
    return amend_need(need, data={"title": "Fuites d'eau"}, by=agent)


def change_while(need, agent, call):
    """`call()` reaches the row while it is held; meanwhile its text changes once more. What `call` gave or raised."""
    results, done = [], threading.Event()

    def run():
        try:
            results.append(call())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()
            done.set()

    runner = threading.Thread(target=run)
    with row_held(need):
        runner.start()
        for _try in range(200):
            if waiting_for_locks():
                break
            done.wait(0.05)
        assert not done.is_set(), results
        amend_need(need, data={"title": "Achetez chez nous"}, by=agent)
    runner.join(30)
    return results[0]


def test_a_change_between_opening_and_deciding_is_seen_under_the_lock(amended, agent, moderator):
    client = Client()
    client.force_login(moderator)
    url = reverse("admin:needs_need_decide", args=[amended.pk, "approve"])
    data = {"confirm": "1", "version": str(amended.version)}
    answer = change_while(amended, agent, lambda: client.post(url, data, follow=True))
    need = Need.objects.get()
    assert (need.title, need.approved_version, need.awaits_review) == ("Achetez chez nous", 1, True)
    assert "relisez-le, puis décidez" in answer.text


def test_control_a_comparison_before_the_lock_approves_what_nobody_read(amended, agent, moderator):
    """The control: the same decision, compared on the row as it was read, then locked."""

    def compare_then_approve():
        assert Need.objects.get().version == amended.version
        return approve_amendments(amended, by=moderator)

    change_while(amended, agent, compare_then_approve)
    need = Need.objects.get()
    assert (need.title, need.awaits_review) == ("Achetez chez nous", False)


def test_two_moderators_with_one_screen_decide_once(amended, moderator):
    url = reverse("admin:needs_need_decide", args=[amended.pk, "approve"])
    data = {"confirm": "1", "version": str(amended.version)}
    answers = []
    for user in [moderator, UserFactory(moderator=True)]:
        client = Client()
        client.force_login(user)
        answers.append(client.post(url, data, follow=True).text.replace("&#x27;", "'"))
    assert f"Modification relue : B-{amended.pk} – " in answers[0]
    assert "n'attend de relecture" in answers[1]
