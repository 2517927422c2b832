"""Work after the transaction: written with it, done at least once, never by two at a time, never lost."""

import ast
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from grandest_portal.core import jobs
from grandest_portal.core.models import Job, JobStatus
from grandest_portal.core.tasks import purge_jobs

ROOMS = ["grandest_portal", "buyers", "suppliers", "needs", "meetings"]
done = []


@current_app.task(name="tests.note")
def note(*args):
    done.append(args)


@current_app.task(name="tests.fail")
def fail(sentence):
    raise ValueError(sentence)


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


@pytest.fixture
def queue():
    """The real broker's queue, empty; returns its length when called."""
    with current_app.connection_for_write() as broker:
        client = broker.default_channel.client
        client.delete("celery")
        jobs.broker["rest_until"] = 0.0
        yield lambda: client.llen("celery")
        client.delete("celery")


def a_job(**fields):
    return Job.objects.create(**{"name": "tests.note", "args": [1], "run_at": timezone.now(), **fields})


def test_enqueue_writes_the_job_with_the_business_change(db):
    with pytest.raises(KeyError), transaction.atomic():
        jobs.enqueue("tests.note", 1)
        raise KeyError
    jobs.enqueue("tests.note", 2, "deux")
    assert list(Job.objects.values_list("name", "args", "status")) == [
        ("tests.note", [2, "deux"], JobStatus.PENDING)
    ]


def test_commit_nudges_the_broker_once(transactional_db, queue):
    with transaction.atomic():
        for number in range(5):
            with transaction.atomic():
                jobs.enqueue("tests.note", number)
        assert queue() == 0
    assert queue() == 1
    jobs.enqueue("tests.note", 6)
    assert queue() == 2


def test_nudge_survives_a_savepoint_that_was_undone(transactional_db, queue):
    with transaction.atomic():
        with pytest.raises(KeyError), transaction.atomic():
            jobs.enqueue("tests.note", 1)
            raise KeyError
        with transaction.atomic():
            jobs.enqueue("tests.note", 2)
    assert queue() == 1


def test_nothing_is_nudged_when_nothing_was_written(transactional_db, queue):
    with pytest.raises(KeyError), transaction.atomic():
        jobs.enqueue("tests.note", 1)
        raise KeyError
    assert (queue(), Job.objects.count()) == (0, 0)


def test_key_keeps_one_waiting_job(db):
    for _each in range(3):
        jobs.enqueue("tests.note", 1, key="besoin-1")
    jobs.enqueue("tests.note", 1, key="besoin-2")
    jobs.enqueue("tests.fail", "x", key="besoin-1")
    assert sorted(Job.objects.values_list("name", "key")) == [
        ("tests.fail", "besoin-1"),
        ("tests.note", "besoin-1"),
        ("tests.note", "besoin-2"),
    ]


def test_key_is_free_again_once_the_job_has_begun(db):
    jobs.enqueue("tests.note", 1, key="besoin-1")
    jobs.claim(timezone.now())
    jobs.enqueue("tests.note", 1, key="besoin-1")
    assert sorted(Job.objects.values_list("status", flat=True)) == [JobStatus.PENDING, JobStatus.RUNNING]


def test_job_whose_key_was_taken_again_can_fail(db):
    """Back to waiting, it gives its key up: two waiting jobs of one key would break the constraint."""
    jobs.enqueue("tests.fail", "x", key="besoin-1")
    job = jobs.claim(timezone.now())
    jobs.enqueue("tests.fail", "x", key="besoin-1")
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run_one(timezone.now())
    jobs.run_one(timezone.now())
    assert sorted(Job.objects.values_list("status", "key")) == [("pending", ""), ("pending", "")]


def test_due_jobs_run_in_order_and_later_ones_wait(db):
    now = timezone.now()
    a_job(args=["second"], run_at=now - timedelta(minutes=1))
    a_job(args=["premier"], run_at=now - timedelta(minutes=2))
    a_job(args=["demain"], run_at=now + timedelta(days=1))
    assert (jobs.run_due_jobs(at=now), done) == (2, [("premier",), ("second",)])


def test_failed_job_waits_longer_each_time_and_says_why(db):
    now = timezone.now()
    a_job(name="tests.fail", args=["une raison"], run_at=now)
    first = jobs.run_one(now)
    first.refresh_from_db()
    assert (first.status, first.attempts, first.run_at - now, first.last_error) == (
        JobStatus.PENDING,
        1,
        jobs.FIRST_DELAY,
        "ValueError: une raison",
    )
    assert jobs.run_one(now) is None


def test_back_off_never_shrinks_nor_passes_its_limit():
    delays = [jobs.back_off(attempts) for attempts in range(1, jobs.MAX_ATTEMPTS + 1)]
    assert delays == sorted(delays) and delays[0] == jobs.FIRST_DELAY and delays[-1] == jobs.LONGEST_DELAY
    assert timedelta(hours=3, minutes=50) < sum(delays, timedelta()) < timedelta(hours=4, minutes=30)


def test_job_is_given_up_after_the_last_attempt(db):
    job = a_job(name="tests.fail", args=["x"], attempts=jobs.MAX_ATTEMPTS - 1, key="besoin-1")
    jobs.run_one(timezone.now())
    job.refresh_from_db()
    assert (job.status, job.key, jobs.run_one(timezone.now() + timedelta(days=9))) == (
        JobStatus.FAILED,
        "besoin-1",
        None,
    )


def test_room_is_told_once_of_the_job_that_was_given_up(db, monkeypatch):
    """The control is the first try: it is not the last one, and nothing is told."""
    monkeypatch.setitem(jobs.GIVEN_UP, "tests.fail", note)
    job, now = a_job(name="tests.fail", args=["x"], attempts=jobs.MAX_ATTEMPTS - 2), timezone.now()
    jobs.run_one(now)
    assert done == []
    jobs.run_one(now + jobs.LONGEST_DELAY)
    job.refresh_from_db()
    assert (job.status, done, jobs.run_one(now + timedelta(days=9))) == (JobStatus.FAILED, [("x",)], None)


def test_giving_up_that_fails_is_done_again_after_the_lease(db, monkeypatch):
    monkeypatch.setitem(jobs.GIVEN_UP, "tests.fail", fail)
    job, now = a_job(name="tests.fail", args=["x"], attempts=jobs.MAX_ATTEMPTS), timezone.now()
    jobs.run_one(now)
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING
    monkeypatch.setitem(jobs.GIVEN_UP, "tests.fail", note)
    jobs.run_one(now + jobs.LEASE + timedelta(seconds=1))
    job.refresh_from_db()
    assert (job.status, done) == (JobStatus.FAILED, [("x",)])


def test_unknown_task_is_a_failure_that_others_do_not_feel(db):
    a_job(name="tests.absente", run_at=timezone.now() - timedelta(minutes=1))
    a_job(args=["suivant"])
    assert (jobs.run_due_jobs(), done) == (2, [("suivant",)])
    assert Job.objects.get(name="tests.absente").last_error.startswith("NotRegistered")


def test_job_of_a_killed_worker_is_taken_again_after_its_lease(db):
    """The control is the first line: before the lease ends nobody takes it, so a slow worker is left alone."""
    now = timezone.now()
    a_job(args=["repris"], run_at=now)
    jobs.claim(now)  # and the worker dies here
    assert (jobs.run_one(now + jobs.LEASE), done) == (None, [])
    again = jobs.run_one(now + jobs.LEASE + timedelta(seconds=1))
    again.refresh_from_db()
    assert (done, again.attempts, again.status) == ([("repris",)], 2, JobStatus.DONE)


def test_late_worker_does_not_write_over_the_one_that_took_over(db):
    now = timezone.now()
    job = a_job(run_at=now)
    jobs.claim(now)
    taken_over = jobs.claim(now + jobs.LEASE + timedelta(seconds=1))
    held_by_the_late_one = Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING, attempts=1)
    assert (held_by_the_late_one.update(status=JobStatus.FAILED), taken_over.attempts) == (0, 2)


def claim_without_lock(at):
    """What `claim` would be without SKIP LOCKED: the control of the test below."""
    job = Job.objects.filter(jobs.due(at)).order_by("run_at", "id").first()
    if job:
        gate.wait(timeout=5)
        Job.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING, lease_until=at + jobs.LEASE)
    return job


gate = threading.Barrier(4)


@pytest.mark.parametrize(("claim", "different"), [(jobs.claim, 4), (claim_without_lock, 1)])
def test_workers_never_hold_the_same_job(transactional_db, claim, different):
    for number in range(4):
        a_job(args=[number])
    at, start, held = timezone.now(), threading.Barrier(4), []

    def work():
        try:
            start.wait(timeout=5)
            held.append(claim(at).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (len(held), len(set(held))) == (4, different)


def test_purge_forgets_only_what_was_finished_long_ago(db):
    old = timezone.now() - timedelta(days=8)
    a_job(status=JobStatus.DONE, finished_at=old)
    kept = [
        a_job(status=JobStatus.DONE, finished_at=timezone.now()),
        a_job(status=JobStatus.FAILED, run_at=old),
        a_job(status=JobStatus.PENDING, run_at=old),
    ]
    assert purge_jobs() == 1
    assert sorted(Job.objects.values_list("pk", flat=True)) == [job.pk for job in kept]


def enqueued_names():
    """(file:line, name) of every call of `enqueue` in the code, and of every `kept` answer that a task renews."""
    for room in ROOMS:
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", getattr(node.func, "attr", "")) == "enqueue"
                ):
                    argument = node.args[0]
                    yield f"{path.name}:{node.lineno}", getattr(argument, "value", None)
                elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "kept":
                    names = [word.value for word in node.keywords if word.arg == "task"]
                    yield from (
                        (f"{path.name}:{node.lineno}", getattr(name, "value", None)) for name in names
                    )


def test_every_enqueued_name_is_a_registered_task():
    current_app.loader.import_default_modules()
    unknown = {where: name for where, name in enqueued_names() if name not in current_app.tasks}
    assert unknown == {}


def test_every_scheduled_name_is_a_registered_task():
    current_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert scheduled - set(current_app.tasks) == set()


def test_application_speaks_to_our_broker():
    assert current_app.conf.broker_write_url == settings.REDIS_URL
