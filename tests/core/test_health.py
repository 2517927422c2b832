"""/live and /ready: what a supervisor asks, answered before anything else is looked at."""

import socket
import time

import pytest
from django.db import connection

from grandest_portal.core import health


@pytest.fixture(params=["closed", "silent"])
def database_down(request, settings, monkeypatch):
    """The database's port refuses, or accepts and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "silent":
            listener.listen(5)
        host, port = listener.getsockname()
        monkeypatch.setitem(settings.DATABASES["default"], "HOST", host)
        monkeypatch.setitem(settings.DATABASES["default"], "PORT", str(port))
        yield


def test_live_answers_without_database(client, database_down):
    response = client.get("/live")
    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_when_database_answers_and_migrations_are_applied(client, db):
    response = client.get("/ready")
    assert (response.status_code, response.content) == (200, b"ok")


def test_not_ready_within_two_seconds_when_the_database_is_down(client, db, database_down):
    started = time.monotonic()
    response = client.get("/ready")
    assert (response.status_code, response.content) == (503, b"unavailable")
    assert time.monotonic() - started < 2.5  # two seconds of patience, and the machine's own time


def test_not_ready_while_a_migration_waits(client, db, monkeypatch):
    monkeypatch.setitem(health.state, "migrated", False)
    with connection.cursor() as cursor:
        last = "SELECT max(name) FROM django_migrations WHERE app = 'core'"
        cursor.execute(f"DELETE FROM django_migrations WHERE app = 'core' AND name = ({last})")
    assert client.get("/ready").status_code == 503
    monkeypatch.setitem(health.state, "migrated", False)


@pytest.mark.parametrize("path", ["/live", "/ready"])
def test_health_answers_any_host_and_reveals_nothing(client, db, path):
    response = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.content) == (200, b"ok")
    assert not {"Server", "X-Powered-By", "Set-Cookie"} & set(response.headers)
