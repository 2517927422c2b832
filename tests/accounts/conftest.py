"""Every test of this room stores its mails as in production."""

import pytest
from django.core.cache import cache
from django.test import Client


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
def client_c():
    """A third one."""
    return Client()
