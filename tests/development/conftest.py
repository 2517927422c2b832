"""Servers and folders of a test's own: never those of the run, which other tests use at the same time."""

import os
import shutil
import time

import pytest

from grandest_portal.development.guard import is_running
from grandest_portal.development.places import temporary_folder
from grandest_portal.development.processes import Guard

NOT_INHERITED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORTAL_TEST_SERVERS", "DEMO_MAIL_DIR")


@pytest.fixture
def bare_environment():
    """The variables of this process without those of the test run: a command starts its own servers."""
    dropped = {*NOT_INHERITED, "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in dropped and "PYTEST" not in name}


@pytest.fixture
def open_folder():
    """A folder that PostgreSQL's user can enter too: tmp_path is closed to everybody else."""
    folder = temporary_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def guard():
    guard = Guard()
    yield guard
    guard.close()


@pytest.fixture
def eventually():
    """Waits until a condition holds; returns whether it did in time."""

    def wait(condition, seconds=20):
        deadline = time.monotonic() + seconds
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.05)
        return bool(condition())

    return wait


@pytest.fixture
def gone(eventually):
    """Whether all these processes end within some seconds."""

    def all_gone(pids, seconds=20):
        return eventually(lambda: not any(map(is_running, pids)), seconds)

    return all_gone
