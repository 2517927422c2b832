"""The calendar file of a day, parsed again by the library's reader."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from meetings.days.agenda_calendar import calendar_file, cancelled_file
from meetings.models import DayPerson
from tests.meetings.days.agenda_scenes import buyer_of, company_of, planned_day, republished
from tests.meetings.pages import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


def person_of(registration):
    return DayPerson.objects.select_related("registration__day", "user").get(registration=registration)


def events_in(content):
    return {str(each["UID"]): each for each in Calendar.from_ical(content).walk("VEVENT")}


def test_one_file_holds_every_meeting_of_one_person():
    day, plan = planned_day()
    company = company_of(day)
    content = calendar_file(person_of(company), plan)
    calendar, events = Calendar.from_ical(content), events_in(content)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert [each.name for each in calendar.subcomponents] == ["VTIMEZONE", "VEVENT", "VEVENT"]
    pairs = {str(each.uid): each for each in day.pairs.filter(company=company)}
    assert set(events) == set(pairs)
    for uid, event in events.items():
        assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
        assert str(event["ORGANIZER"]) == "mailto:ne-pas-repondre@localhost"
        assert str(event["SUMMARY"]) == f"Rencontre avec {pairs[uid].buyer.organisation}"
        assert "Halle fictive" in str(event["LOCATION"]) and "Salle" in str(event["LOCATION"])
        assert event["DTSTART"].params["TZID"] == "Europe/Paris"
        assert event["DTSTAMP"].dt == plan.published_at.replace(microsecond=0)
    first = events[str(day.pairs.get(company=company, buyer=buyer_of(day)).uid)]
    assert first["DTSTART"].dt == datetime(2027, 3, 23, 8, tzinfo=UTC)
    assert first["DTEND"].dt == datetime(2027, 3, 23, 8, 20, tzinfo=UTC)


def test_nobody_is_named_as_attendee():
    """RFC 5546, 3.2.1: a publication holds none; several identifiers in one invitation would be refused."""
    day, plan = planned_day()
    content = calendar_file(person_of(company_of(day)), plan)
    assert b"ATTENDEE" not in content
    assert not any(each.user.email.encode() in content for each in DayPerson.objects.select_related("user"))


def test_moved_and_dropped_meetings_keep_their_identifier_with_a_higher_sequence():
    day, plan = planned_day()
    company = company_of(day)
    person = person_of(company)
    moved, dropped = day.pairs.filter(company=company).order_by("buyer")
    new = republished(plan, moved={moved: (6, 3)}, dropped=[dropped])
    events = events_in(calendar_file(person, new))
    assert {uid: (each["SEQUENCE"], each["STATUS"]) for uid, each in events.items()} == {
        str(moved.uid): (1, "CONFIRMED"),
        str(dropped.uid): (1, "CANCELLED"),
    }
    assert events[str(moved.uid)]["DTSTART"].dt == datetime(2027, 3, 23, 10, 20, tzinfo=UTC)
    again = republished(new, dropped=[moved])
    events = events_in(calendar_file(person, again))
    assert {each["STATUS"] for each in events.values()} == {"CANCELLED"}
    assert events[str(moved.uid)]["SEQUENCE"] == 2
    assert events[str(moved.uid)]["DTSTART"].dt == datetime(2027, 3, 23, 10, 20, tzinfo=UTC)


def test_a_day_that_does_not_take_place_leaves_the_calendars():
    day, plan = planned_day()
    at = datetime(2027, 3, 20, 9, tzinfo=UTC)
    events = events_in(cancelled_file(person_of(company_of(day)), plan, at))
    assert len(events) == 2
    assert {(each["SEQUENCE"], each["STATUS"]) for each in events.values()} == {(1, "CANCELLED")}


@pytest.mark.parametrize(
    ("on", "hour", "offset"),
    [(date(2027, 3, 28), 7, 2), (date(2027, 10, 31), 8, 1), (date(2027, 10, 30), 7, 2)],
)
def test_the_days_on_which_clocks_change(on, hour, offset, clock):
    """9 h in Paris, whatever the night did: the file says the same moment as the page."""
    day, plan = planned_day(dates=[on])
    content = calendar_file(person_of(company_of(day)), plan)
    first = min(events_in(content).values(), key=lambda event: event["DTSTART"].dt)
    start = first["DTSTART"].dt
    assert start.astimezone(UTC) == datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    assert (start.hour, start.utcoffset()) == (9, timedelta(hours=offset))
    zone = Calendar.from_ical(content).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    assert start.replace(tzinfo=None, fold=0).replace(tzinfo=zone).utcoffset() == timedelta(hours=offset)


def test_the_file_is_given_to_its_person_alone():
    day, _plan = planned_day()
    company = company_of(day)
    response = logged_in(company.people.get().user).get(reverse("days:agenda_ics", args=[day.pk]))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="agenda-{day.reference}.ics"'
    assert response["Cache-Control"] == "private, no-store"
    assert len(events_in(response.content)) == 2
