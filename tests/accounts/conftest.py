"""Every test of this room stores its mails as in production."""

import pytest


@pytest.fixture(autouse=True)
def stored_mails(outbox):
    pass
