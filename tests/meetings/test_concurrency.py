"""Many people at the same moment, each on a connection of their own; and what happens without the guards."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from grandest_portal.accounts.models import User
from grandest_portal.core.errors import DomainError
from grandest_portal.notifications.models import Notification
from meetings import actions
from meetings.models import Meeting, Occupation
from needs.enums import NeedStatus
from needs.models import Need
from tests.meetings.scenes import fresh, pair, slot

THREADS = 20


@pytest.fixture(autouse=True)
def patience(transactional_db):
    """Twenty people on a slow machine wait for each other longer than a visitor should: what is asked here is who
    wins, not how fast. The connections of the threads read these options."""
    options = connection.settings_dict["OPTIONS"]
    stock = options["options"]
    options["options"] = "-c statement_timeout=120000 -c lock_timeout=120000"
    yield
    options["options"] = stock


@pytest.fixture
def agreed(transactional_db):
    """Twenty companies, each with a proposal of the same agent; the slots of all overlap at one moment."""
    first = pair()
    pairs = [first, *(pair(agent=first.agent) for _ in range(THREADS - 1))]
    return [
        (each, each.propose(slots=[slot(9, 10, minute), slot(10, 9)])) for minute, each in enumerate(pairs)
    ]


def at_once(calls):
    """Run the calls at the same moment; returns what each gave, or the exception that it raised."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(30)
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def without(transactional_db):
    """Drop a constraint for one test; it stands again afterwards."""
    dropped = []

    def drop(model, name):
        constraint = next(each for each in model._meta.constraints if each.name == name)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
        dropped.append((model, constraint))

    yield drop
    for model, constraint in dropped:
        model.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def accept_all(agreed):
    calls = [
        lambda each=each, meeting=meeting: actions.accept_slot(
            meeting, meeting.slots.order_by("starts_at").first(), by=fresh(each.manager)
        )
        for each, meeting in agreed
    ]
    return at_once(calls)


@pytest.mark.slow
def test_one_person_is_booked_once_by_twenty_at_the_same_moment(agreed):
    results = accept_all(agreed)
    won = [result for result in results if isinstance(result, Meeting)]
    lost = [result for result in results if isinstance(result, DomainError)]
    assert (len(won), len(lost)) == (1, THREADS - 1), results
    assert {str(error).split(" :")[0][:27] for error in lost} == {"Ce créneau est déjà pris par"[:27]}
    assert all("Encore libres : jeudi 11 février 2027" in str(error) for error in lost)
    assert Meeting.objects.confirmed().get() == won[0]
    assert Occupation.objects.live().count() == 3
    assert Notification.objects.filter(kind="meetings.confirmed").count() == 2


@pytest.mark.slow
def test_control_without_the_exclusion_constraint_several_are_booked(agreed, without):
    without(Occupation, "meetings_occupation_no_overlap")
    accept_all(agreed)
    assert Meeting.objects.confirmed().count() > 1


@pytest.mark.slow
def test_twenty_browsers_never_get_a_server_error(agreed):
    clients = []
    for each, meeting in agreed:
        client = Client()
        client.force_login(each.manager)
        clients.append((client, meeting, meeting.slots.order_by("starts_at").first()))
    calls = [
        lambda client=client, meeting=meeting, chosen=chosen: (
            client.post(reverse("meetings:accept", args=[meeting.pk]), {"slot": chosen.pk}).status_code
        )
        for client, meeting, chosen in clients
    ]
    assert sorted(at_once(calls)) == [302, *[422] * (THREADS - 1)]


@contextmanager
def held_by_another(lock):
    """Another connection does `lock()` and commits when the block ends."""
    locked, release = Event(), Event()

    def hold():
        try:
            with transaction.atomic():
                lock()
                locked.set()
                release.wait(60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        assert locked.wait(30)
        try:
            yield
        finally:
            release.set()
        held.result(30)


def waits(future):
    """True once the call waits for a lock of the database; False when it ended without waiting."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not future.done():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.01)
    return False


@pytest.mark.slow
def test_people_are_locked_before_their_time_is_taken(transactional_db):
    """Two insertions that exclude each other could both stand and wait for one another: PostgreSQL ends about one
    such meeting in a hundred by a deadlock, unless the people are locked first, in one order."""
    both = pair()
    meeting = both.propose()
    chosen = meeting.slots.first()

    def lock():
        User.objects.select_for_update(no_key=True).get(pk=both.agent.pk)

    with ThreadPoolExecutor(1) as pool, held_by_another(lock):
        accepting = pool.submit(
            at_once, [lambda: actions.accept_slot(meeting, chosen, by=fresh(both.manager))]
        )
        assert waits(accepting)
        assert not Occupation.objects.exists()
    assert [result.status for result in accepting.result(30)] == ["confirmed"]


@pytest.mark.slow
@pytest.mark.parametrize("act", ["propose", "accept"])
def test_a_need_that_is_being_closed_takes_no_meeting(transactional_db, act):
    both = pair()
    meeting = both.propose() if act == "accept" else None
    chosen = meeting.slots.first() if meeting else None
    calls = {
        "propose": lambda: both.propose(by=fresh(both.manager)),
        "accept": lambda: actions.accept_slot(meeting, chosen, by=fresh(both.manager)),
    }

    def lock():
        need = Need.objects.select_for_update().get(pk=both.need.pk)
        need.status = NeedStatus.CLOSED
        need.save()

    with ThreadPoolExecutor(1) as pool, held_by_another(lock):
        acting = pool.submit(at_once, [calls[act]])
        assert waits(acting)
    [refusal] = acting.result(30)
    assert isinstance(refusal, DomainError) and "ne sont pas ouverts" in str(refusal)
    assert not Meeting.objects.confirmed().exists()


def propose_all(both, count=8):
    calls = [
        lambda number=number: both.propose(by=fresh(both.agent if number % 2 else both.manager))
        for number in range(count)
    ]
    return at_once(calls)


@pytest.mark.slow
def test_one_of_several_proposals_at_the_same_moment_stands(transactional_db):
    results = propose_all(pair())
    assert sorted(type(result).__name__ for result in results) == [*["DomainError"] * 7, "Meeting"]
    assert Meeting.objects.live().count() == 1


@pytest.mark.slow
def test_control_without_the_unique_constraint_several_proposals_stand(without):
    both = pair()
    without(Meeting, "meetings_meeting_one_live")
    propose_all(both)
    assert Meeting.objects.live().count() > 1


@pytest.mark.slow
def test_accepting_and_cancelling_at_the_same_moment_leave_one_state(transactional_db):
    """Whoever comes second reads what the first one wrote."""
    for _ in range(3):
        both = pair()
        meeting = both.propose()
        chosen = meeting.slots.first()
        results = at_once(
            [
                lambda both=both, meeting=meeting, chosen=chosen: actions.accept_slot(
                    meeting, chosen, by=fresh(both.manager)
                ),
                lambda both=both, meeting=meeting: actions.cancel_meeting(
                    meeting, by=fresh(both.agent), reason="Empêchement"
                ),
            ]
        )
        stored = Meeting.objects.get(pk=meeting.pk)
        assert stored.status == "cancelled"
        assert isinstance(results[1], Meeting)
        assert not stored.occupations.live().exists()
        assert stored.sequence == (2 if isinstance(results[0], Meeting) else 1)


@pytest.mark.slow
def test_a_sweep_and_an_answer_at_the_same_moment_leave_one_state(transactional_db, clock):
    both = pair()
    meeting = both.propose()
    chosen = meeting.slots.first()
    clock.move_to(meeting.expires_at)
    results = at_once(
        [
            lambda: actions.expire_due_meetings(slot(1, 9)[0]),
            lambda: actions.accept_slot(meeting, chosen, by=fresh(both.manager)),
            lambda: actions.expire_due_meetings(slot(1, 9)[0]),
        ]
    )
    assert isinstance(results[1], DomainError)
    assert (results[0] + results[2], Meeting.objects.get().status) == (1, "expired")


@pytest.mark.slow
def test_the_sweep_does_not_wait_for_somebody_who_is_answering(transactional_db):
    meeting = pair().propose()
    late = slot(20, 9)[0]
    with held_by_another(lambda: Meeting.objects.select_for_update().get(pk=meeting.pk)):
        assert actions.expire_due_meetings(late) == 0
    assert actions.expire_due_meetings(late) == 1
