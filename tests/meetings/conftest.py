"""Every test of meetings happens on the same Monday morning."""

import pytest
import time_machine

from tests.meetings.pages import logged_in
from tests.meetings.scenes import NOW, pair


@pytest.fixture(autouse=True)
def clock():
    """The traveller: `clock.move_to(moment)`."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def both(db):
    return pair()


@pytest.fixture
def agent(both):
    """A browser of the buyer's agent."""
    return logged_in(both.agent)


@pytest.fixture
def manager(both):
    """A browser of the company's manager."""
    return logged_in(both.manager)
