"""Meetings are proposed at plausible hours of Paris."""

from datetime import date

import pytest

from grandest_portal.core.errors import DomainError
from grandest_portal.reference.models import Parameter
from meetings import actions
from meetings.hours import EARLIEST, LATEST, check_hours, meeting_hours
from tests.meetings.scenes import NOW, any_hour, slot

REFUSAL = "Proposez une heure entre 7\N{NO-BREAK SPACE}h et 21\N{NO-BREAK SPACE}h."
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kept", [(7, 0, 30), (20, 30, 30), (12, 0, 240)])
def test_check_hours_takes_its_limits(kept):
    hour, minute, length = kept
    check_hours([slot(9, hour, minute, length=length), slot(170, hour, minute, length=length)], NOW)


@pytest.mark.parametrize("refused", [(6, 59, 30), (20, 31, 30), (2, 0, 30), (23, 0, 240), (20, 0, 240)])
def test_check_hours_refuses_the_night(refused):
    hour, minute, length = refused
    with pytest.raises(DomainError) as refusal:
        check_hours([slot(9, 10), slot(9, hour, minute, length=length)], NOW)
    assert str(refusal.value) == REFUSAL


def test_check_hours_follows_the_parameters():
    any_hour()
    check_hours([slot(9, 0), slot(9, 23, 30)], NOW)
    with pytest.raises(DomainError, match="entre 0"):
        check_hours([slot(9, 23, 45)], NOW)


@pytest.mark.parametrize(("earliest", "latest"), [(21, 7), (8, 8), (-1, 20), (8, 25), ("8", 20), (True, 20)])
def test_meeting_hours_refuses_nonsense(earliest, latest):
    for key, value in [(EARLIEST, earliest), (LATEST, latest)]:
        Parameter.objects.create(key=key, label=key, value=value, starts_on=date(2020, 1, 1))
    assert meeting_hours(NOW.date()) == (7, 21)


def test_meeting_hours_as_committed(dated_data):
    assert meeting_hours(NOW.date()) == (7, 21)
    assert Parameter.objects.filter(key__in=[EARLIEST, LATEST]).count() == 2


def test_actions_refuse_the_night(both):
    with pytest.raises(DomainError, match="Proposez une heure entre"):
        both.propose(slots=[slot(9, 3)])
    meeting = both.propose()
    with pytest.raises(DomainError, match="Proposez une heure entre"):
        actions.propose_other_slots(meeting, by=both.manager, slots=[slot(9, 22)])
