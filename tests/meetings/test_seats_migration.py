"""Meetings confirmed before companies had a seat take it when the table is migrated."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps

from meetings.models import Occupation
from tests.meetings.scenes import pair, slot

seat_confirmed = import_module("meetings.migrations.0003_seats").seat_confirmed


def seats():
    rows = Occupation.objects.filter(resource__startswith="company:").select_related("meeting")
    return {row.meeting: (row.during.lower, row.state) for row in rows}


def test_meetings_to_come_take_their_seat_once(both):
    meeting, proposed = both.confirm(), pair().propose()
    Occupation.objects.filter(resource__startswith="company:").delete()
    for _ in range(2):
        seat_confirmed(apps, None)
        assert seats() == {meeting: (meeting.starts_at, "confirmed")}
    assert proposed not in seats()


def test_past_meetings_take_none(both, clock):
    meeting = both.confirm()
    Occupation.objects.filter(resource__startswith="company:").delete()
    clock.move_to(meeting.ends_at + timedelta(minutes=1))
    seat_confirmed(apps, None)
    assert seats() == {}


def test_first_of_two_that_share_an_hour_takes_it(both):
    """Two people of one company met two buyers at the same hour: both meetings stand, one holds the seat."""
    first = both.confirm(both.propose(slots=[slot(9, 10)]))
    Occupation.objects.filter(resource__startswith="company:").delete()
    second = pair(manager=both.partner)
    later = second.confirm(second.propose(slots=[slot(9, 10, 15)]))
    Occupation.objects.filter(resource__startswith="company:").delete()
    seat_confirmed(apps, None)
    assert set(seats()) == {first}
    later.refresh_from_db()
    assert later.status == "confirmed"
