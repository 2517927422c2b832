"""Every test of this room stores its mails as in production."""

import pytest
from django.core.cache import cache
from django.test import Client

from grandest_portal.accounts.directory import budget
from tests.accounts.directory_server import running


@pytest.fixture(autouse=True)
def stored_mails(outbox):
    pass


@pytest.fixture(autouse=True)
def forgotten_limits():
    """The tries of another test do not count here."""
    cache.clear()


@pytest.fixture
def client_b():
    """A second visitor."""
    return Client()


@pytest.fixture
def directory(settings, dated_data):
    """A directory on loopback, configured; its `answer` says what it does."""
    with running() as server:
        settings.DIRECTORY_URL = server.url
        budget.own_calls.update(second=0, count=0)
        yield server


@pytest.fixture
def client_c():
    """A third one."""
    return Client()
