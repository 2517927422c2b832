import socket

from grandest_portal.celery import app
from grandest_portal.development import supervisor


def consumed_queues():
    words = supervisor.worker_command()
    return set(words[words.index("--queues") + 1].split(","))


def test_every_periodic_task_is_registered():
    app.loader.import_default_modules()
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert planned - set(app.tasks) == set()


def test_every_queue_is_consumed():
    app.loader.import_default_modules()
    of_tasks = {getattr(task, "queue", None) for task in app.tasks.values()}
    planned = {entry.get("options", {}).get("queue") for entry in app.conf.beat_schedule.values()}
    used = {app.conf.task_default_queue, *of_tasks, *planned} - {None}
    assert used == consumed_queues()
    assert not app.conf.task_routes


def test_web_takes_over_the_sockets_that_are_already_bound():
    with socket.socket() as listener:
        words = supervisor.web_command([listener])
        assert words[words.index("--bind") + 1] == f"fd://{listener.fileno()}"
