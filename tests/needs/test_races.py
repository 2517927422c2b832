"""Two people at once. Each guard has a control that shows the fault without it."""

import threading
import uuid
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.models import Notification
from needs import actions
from needs.actions.common import check_same_base, move, next_version
from needs.enums import NEED_TRANSITIONS, NeedStatus
from needs.models import Need
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls):
    """Run the calls in threads of their own, started at once; returns what each gave or raised, in order."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(position, call):
        try:
            barrier.wait(10)
            results[position] = call()
        except Exception as error:
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return results


@contextmanager
def row_held(need):
    """Hold the need's row, so that both sides have certainly reached it before one goes on."""
    with transaction.atomic():
        Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
        yield


def waiting_for_locks():
    with connection.cursor() as cursor:
        # What pg_stat_activity shows is kept for the length of a transaction, and the row is held in one.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def decide_together(need, *calls):
    """Both calls wait at the same locked row, then go on in whatever order the database chooses."""
    done, results = threading.Event(), []
    runner = threading.Thread(target=lambda: (results.extend(together(*calls)), done.set()))
    with row_held(need):
        runner.start()
        for _try in range(200):
            if waiting_for_locks() >= len(calls):
                break
            done.wait(0.05)
        else:
            pytest.fail("the two sides never met at the row")
    runner.join(30)
    assert done.is_set()
    return results


def test_two_moderators_at_once_decide_once(make_need, dated_data):
    first, second = UserFactory(moderator=True), UserFactory(moderator=True)
    need = make_need(submitted=True)
    results = decide_together(
        need,
        lambda: actions.publish_need(need, by=first),
        lambda: actions.reject_need(need, by=second, reason_key="hors_objet"),
    )
    refusals = [result for result in results if isinstance(result, DomainError)]
    assert len(refusals) == 1, results
    assert "n'est plus possible" in refusals[0].message
    need.refresh_from_db()
    assert history_of(need).count() == 1
    assert Notification.objects.count() == 1
    assert (need.published_at is not None) == (need.status == NeedStatus.PUBLISHED)


def test_two_moderators_without_the_lock_would_both_decide(make_need):
    """The control: the same verbs on rows that were read, not locked."""
    first, second = UserFactory(moderator=True), UserFactory(moderator=True)
    need, read = make_need(submitted=True), threading.Barrier(2)

    def decide(status, verb, by):
        with transaction.atomic():
            row = Need.objects.get(pk=need.pk)
            check_transition(row, status, NEED_TRANSITIONS)
            read.wait(10)
            return move(row, status, verb, by=by, moderation_reason="")

    results = together(
        lambda: decide(NeedStatus.RETURNED, "need.returned", first),
        lambda: decide(NeedStatus.REJECTED, "need.rejected", second),
    )
    assert [type(result) for result in results] == [Need, Need]
    assert history_of(need).count() == 2


def test_buyer_and_sweep_at_once_close_once(make_need, agent):
    need = make_need(published=True)
    Need.objects.filter(pk=need.pk).update(sourcing_open_until="2020-01-01")
    results = decide_together(
        need, lambda: actions.close_need(need, by=agent), lambda: actions.close_due_needs(need.published_at)
    )
    assert history_of(need).count() == 1
    assert Notification.objects.count() == 1
    assert isinstance(results[0], DomainError) == (results[1] == 1)


def test_two_colleagues_with_the_same_screen_keep_the_first_text(make_need, agent):
    need = make_need(title="Avant")
    results = decide_together(
        need,
        lambda: actions.update_need(need, data={"title": "De l'une"}, by=agent, version=1),
        lambda: actions.update_need(need, data={"title": "De l'autre"}, by=agent, version=1),
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Need"]
    need.refresh_from_db()
    assert (need.version, history_of(need).count()) == (2, 1)


def test_submitting_and_deleting_at_once_do_one_thing(make_need, agent):
    need = make_need()
    results = decide_together(
        need,
        lambda: actions.submit_need(need, by=agent),
        lambda: actions.trash_need(need, by=agent),
    )
    assert sum(isinstance(result, DomainError) for result in results) == 1
    need.refresh_from_db()
    assert (need.trashed_at is None) == (need.status == NeedStatus.SUBMITTED)


def test_two_colleagues_without_the_lock_lose_one_text(make_need):
    """The control: the comparison of versions alone, on a row that was read, not locked."""
    need, read = make_need(title="Avant"), threading.Barrier(2)

    def write(title):
        row = Need.objects.get(pk=need.pk)
        check_same_base(row, 1, ["title"])
        read.wait(10)
        row.title = title
        next_version(row, ["title"])
        row.save(update_fields=["title", "version", "changed_in"])
        return row

    results = together(lambda: write("De l'une"), lambda: write("De l'autre"))
    assert [type(result) for result in results] == [Need, Need]
    need.refresh_from_db()
    assert need.version == 2


def test_one_page_sent_twenty_times_at_once_makes_one_draft(agent):
    token = uuid.uuid4()
    sending = [lambda: actions.create_need(agent.buyer, data={"title": "Fuites"}, by=agent, token=token)] * 20
    results = together(*sending)
    need = Need.objects.get()
    assert results == [need] * 20
    assert history_of(need).count() == 1


def test_one_page_without_its_token_makes_as_many_drafts_as_sendings(agent):
    """The control of the token."""
    together(*[lambda: actions.create_need(agent.buyer, data={"title": "Fuites"}, by=agent)] * 3)
    assert Need.objects.count() == 3
