"""The calendar that a person follows: private, revocable, re-read by a program, right on both days of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from grandest_portal.accounts.models import Membership
from grandest_portal.core.logs import without_personal_data
from grandest_portal.core.models import AuditEntry
from grandest_portal.reference.models import Parameter
from meetings import actions, moving
from meetings.enums import Presence
from meetings.feed import close_feed, open_feed, person_of
from meetings.models import CalendarFeed, Meeting
from meetings.records.saying import say_presence
from tests.meetings.pages import said, text, url
from tests.meetings.scenes import any_hour, pair, slot


def address(token):
    return url("calendar_feed", token)


def read(token, client=None):
    """{UID: event} of the calendar behind a secret, parsed again."""
    response = (client or Client()).get(address(token))
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    return {str(each["UID"]): each for each in calendar.walk("VEVENT")}


def moved(meeting, start):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + timedelta(minutes=30))


def test_calendar_holds_own_meetings_agreed_on_or_cancelled_and_nothing_else(both):
    confirmed = both.confirm()
    cancelled = pair(agent=both.agent)
    given_up = cancelled.confirm(cancelled.propose(by=cancelled.manager, slots=[slot(3, 9)]), by=both.agent)
    actions.cancel_meeting(given_up, by=both.agent, reason="Empêchement.")
    only_proposed = pair(agent=both.agent)
    dropped = only_proposed.propose(slots=[slot(4, 9)])
    actions.cancel_meeting(dropped, by=both.agent, reason="Empêchement.")
    pair(agent=both.agent).propose(slots=[slot(5, 9)])
    pair().confirm()
    events = read(open_feed(both.agent))
    assert {uid: str(each["STATUS"]) for uid, each in events.items()} == {
        str(confirmed.uid): "CONFIRMED",
        str(given_up.uid): "CANCELLED",
    }
    assert set(read(open_feed(both.colleague))) == set()
    assert "ATTENDEE" not in events[str(confirmed.uid)]
    assert str(events[str(given_up.uid)]["TRANSP"]) == "TRANSPARENT"


def test_uid_stays_and_sequence_grows(both):
    meeting = both.confirm()
    token = open_feed(both.manager)
    before = read(token)[str(meeting.uid)]
    move = moving.propose_move(meeting, by=both.manager, slots=[slot(9, 15)], reason="Empêchement.")
    moving.accept_move(move, meeting.slots.get(round=move.round), by=both.agent)
    (after,) = read(token).values()
    assert after["UID"] == before["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTART") == slot(9, 15)[0]
    actions.cancel_meeting(Meeting.objects.get(), by=both.agent, reason="Empêchement.")
    (last,) = read(token).values()
    assert last["SEQUENCE"] > after["SEQUENCE"] and str(last["STATUS"]) == "CANCELLED"


@pytest.mark.parametrize(
    ("start", "is_utc"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 8, 0, tzinfo=UTC), False),
        (datetime(2027, 10, 31, 0, 15, tzinfo=UTC), True),
        (datetime(2027, 10, 31, 1, 15, tzinfo=UTC), True),
        (datetime(2027, 10, 31, 9, 0, tzinfo=UTC), False),
    ],
)
def test_days_when_the_clocks_change(both, start, is_utc):
    any_hour()
    meeting = both.confirm()
    moved(meeting, start)
    response = Client().get(address(open_feed(both.agent)))
    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == start
    assert event.decoded("DTEND").astimezone(UTC) == start + timedelta(minutes=30)
    assert len(calendar.walk("VTIMEZONE")) == 1
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    shown = event["DTSTART"].dt.replace(tzinfo=None)
    assert str(event["DTSTART"].params.get("TZID", "UTC")) == ("UTC" if is_utc else "Europe/Paris")
    # The zone of the file alone, without that of the machine, gives the same moment.
    assert is_utc or shown.replace(tzinfo=zone).astimezone(UTC) == start


def test_answer_is_private_and_without_session(both):
    client = Client()
    response = client.get(address(open_feed(both.agent)))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"] and not client.cookies and not response.cookies
    assert client.head(address(open_feed(both.agent))).status_code == 200
    assert client.post(address(open_feed(both.agent))).status_code == 405


def test_unknown_renewed_and_revoked_addresses_do_not_exist(both):
    first = open_feed(both.agent)
    second = open_feed(both.agent)
    assert first != second and CalendarFeed.objects.count() == 1
    for token in [first, "", "0" * 64, second.upper(), second[:-1]]:
        assert Client().get(f"/rendez-vous/agenda/{token}/rendez-vous.ics").status_code == 404
    assert Client().get(address(second)).status_code == 200
    assert close_feed(both.agent) and not close_feed(both.agent)
    assert Client().get(address(second)).status_code == 404
    verbs = AuditEntry.objects.filter(verb__startswith="calendar.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "calendar.opened",
        "calendar.renewed",
        "calendar.closed",
    ]


def test_secret_is_stored_nowhere(both):
    token = open_feed(both.agent)
    feed = CalendarFeed.objects.get()
    assert token not in str(vars(feed)) and feed.digest != token
    assert token not in str(list(AuditEntry.objects.values("value__payload")))
    assert token not in without_personal_data(f"GET {address(token)} 200")


def test_account_that_is_closed_reads_nothing_more(both):
    token = open_feed(both.agent)
    both.agent.is_active = False
    both.agent.save()
    assert person_of(token) is None and Client().get(address(token)).status_code == 404


def test_who_left_the_organisation_reads_its_meetings_no_more(both):
    both.confirm()
    token = open_feed(both.agent)
    assert len(read(token)) == 1
    Membership.objects.filter(user=both.agent).update(status="ended")
    assert read(token) == {}


def test_past_meetings_leave_after_a_while(both, clock):
    meeting = both.confirm()
    Parameter.objects.create(key="calendar_feed_past_days", label="x", value=10, starts_on=date(2020, 1, 1))
    token = open_feed(both.agent)
    clock.move_to(meeting.ends_at + timedelta(days=9))
    say_presence(meeting, {each.pk: Presence.PRESENT for each in meeting.participants.all()}, by=both.agent)
    assert str(read(token)[str(meeting.uid)]["STATUS"]) == "CONFIRMED"
    clock.move_to(meeting.ends_at + timedelta(days=11))
    assert read(token) == {}


def test_too_many_readings_wait(both, settings):
    cache.clear()
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "agenda": (2, 3600)}
    token = open_feed(both.agent)
    assert [Client().get(address(token)).status_code for _n in range(3)] == [200, 200, 429]
    cache.clear()


def test_page_shows_the_address_once(both, agent):
    assert "Aucune adresse" in text(agent.get(url("calendar")))
    assert url("calendar") in text(agent.get("/mon-compte/")) or url("calendar") in text(
        agent.get(url("list"))
    )
    page = text(agent.post(url("calendar_open")))
    token = page.partition("/rendez-vous/agenda/")[2].partition("/")[0]
    assert person_of(token) == both.agent
    assert token not in text(agent.get(url("calendar")))
    response = agent.post(url("calendar_close"))
    assert response.status_code == 302 and "révoquée" in said(response)[0]
    assert Client().get(address(token)).status_code == 404


def test_words_are_in_the_language_of_the_person(both):
    both.confirm()
    (event,) = read(open_feed(both.agent)).values()
    assert str(event["SUMMARY"]).startswith("Rendez-vous")
