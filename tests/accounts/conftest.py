"""Every test of this room stores its mails as in production."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def stored_mails(outbox):
    pass


@pytest.fixture
def client_b():
    """A second visitor."""
    return Client()
