"""Who may do what with the timetables of a day: each sort of person, each state."""

import pytest

from meetings.days import plan_permissions
from meetings.days.enums import DayStatus
from meetings.models import Day
from tests.meetings.days.test_permissions import TEAM, WRITERS, people

__all__ = ["people"]

pytestmark = pytest.mark.django_db
WORKED = {"closed", "planned", "running"}
VERBS = {
    "can_read_plans": ({*WORKED, "over", "cancelled"}, TEAM),
    "can_plan": (WORKED, WRITERS),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_each_sort_of_person_in_each_state(people, verb):
    states, who = VERBS[verb]
    organiser = people["author"].memberships.get().organisation
    found = {
        (state, name)
        for state in DayStatus.values
        for name, user in people.items()
        if getattr(plan_permissions, verb)(user, Day(organiser=organiser, status=state))
    }
    assert found == {(state, name) for state in states for name in who}
