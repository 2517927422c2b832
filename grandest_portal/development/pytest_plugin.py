"""pytest plugin: one ephemeral PostgreSQL and Valkey for a test run, shared by its workers, gone at its end.

The servers start before Django's settings are read, so `.venv/bin/pytest tests/needs` needs nothing else.
With xdist the workers inherit them; each has its own test database (pytest-django's suffix) and its own
Valkey database number.
"""

import os
import tempfile

import pytest

from grandest_portal.development.browser import MISSING, chromium
from grandest_portal.development.places import Refusal
from grandest_portal.development.processes import Guard
from grandest_portal.development.servers import Servers

OURS = "PORTAL_TEST_SERVERS"


def start_servers(config):
    """Servers, temporary files and mails lie in one folder that the guard sweeps, even after a kill -9."""
    guard = Guard()
    config.add_cleanup(guard.close)
    folder = guard.folder()
    servers = Servers(guard, folder, folder).start()
    places = {"TMPDIR": folder / "files", "STATIC_ROOT": folder / "static", "DEMO_MAIL_DIR": folder / "mails"}
    for place in places.values():
        place.mkdir()
    os.environ.update(servers.environment)
    os.environ.update({name: str(place) for name, place in places.items()})
    os.environ[OURS] = "1"
    tempfile.tempdir = None


def take_own_valkey_database(worker):
    """`worker` is xdist's name of this process, gw0, gw1…; 0 is left to a run without workers."""
    server, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{server}/{int(worker.removeprefix('gw')) + 1}"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and os.environ.get(OURS):
        take_own_valkey_database(worker)
    elif not worker and not early_config.known_args_namespace.help:
        try:
            start_servers(early_config)
        except Refusal as refusal:
            raise pytest.UsageError(str(refusal)) from None
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and chromium() is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)


def pytest_terminal_summary(terminalreporter):
    if chromium() is None:
        terminalreporter.write_line(MISSING)
