"""A confirmed meeting that has just begun, and the people of both sides."""

import pytest

from meetings.models import Participant


@pytest.fixture
def begun(both, clock):
    """Confirmed, and its first minute has come."""
    meeting = both.confirm()
    clock.move_to(meeting.starts_at)
    return meeting


@pytest.fixture
def over(begun, clock):
    """The same, once it is over."""
    clock.move_to(begun.ends_at)
    return begun


@pytest.fixture
def people(begun):
    """{side: its Participant}."""
    return {each.side: each for each in Participant.objects.filter(meeting=begun).order_by("pk")}
