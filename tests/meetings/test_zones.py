"""A participant in another zone reads both times, on the days when clocks change and between two changes."""

from datetime import UTC, datetime, timedelta

import pytest

from grandest_portal.accounts.actions.zone import choose_zone
from grandest_portal.accounts.zones import zone_choices, zone_name
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.core.reader import read_by, zone_of_reader
from grandest_portal.notifications.models import Notification
from meetings.zones import both_words, own_words
from tests.factories import UserFactory
from tests.meetings.pages import logged_in, text, url
from tests.meetings.scenes import slot

HALF = timedelta(minutes=30)
pytestmark = pytest.mark.usefixtures("dated_data")


def read(start, zone):
    with read_by(UserFactory.build(zone=zone)):
        return own_words(start, start + HALF).replace("\N{NO-BREAK SPACE}", " ")


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "zone", "expected"),
    [
        # An ordinary day.
        (at(2027, 2, 3, 9), "Europe/London", "soit de 9 h 00 à 9 h 30 à votre heure (Londres)"),
        (at(2027, 2, 3, 9), "Europe/Berlin", ""),
        (at(2027, 2, 3, 9), "Europe/Paris", ""),
        # 28 March 2027: both change at 1 h UTC; an hour apart before and after.
        (at(2027, 3, 28, 0), "Europe/London", "soit de 0 h 00 à 0 h 30 à votre heure (Londres)"),
        (at(2027, 3, 28, 1), "Europe/London", "soit de 2 h 00 à 2 h 30 à votre heure (Londres)"),
        # 31 October 2027: the hour that London shows twice, when Paris shows 2 h for the second time.
        (
            at(2027, 10, 31, 0),
            "Europe/London",
            "soit de 1 h 00 (UTC+1) à 1 h 30 (UTC+1) à votre heure (Londres)",
        ),
        (
            at(2027, 10, 31, 1),
            "Europe/London",
            "soit de 1 h 00 (UTC+0) à 1 h 30 (UTC+0) à votre heure (Londres)",
        ),
        # New York changed on 14 March 2027: five hours apart for two weeks, six before and after.
        (at(2027, 3, 12, 14), "America/New_York", "soit de 9 h 00 à 9 h 30 à votre heure (New York)"),
        (at(2027, 3, 15, 14), "America/New_York", "soit de 10 h 00 à 10 h 30 à votre heure (New York)"),
        (at(2027, 3, 29, 13), "America/New_York", "soit de 9 h 00 à 9 h 30 à votre heure (New York)"),
        # In autumn Paris changes first, New York on 7 November.
        (at(2027, 10, 29, 13), "America/New_York", "soit de 9 h 00 à 9 h 30 à votre heure (New York)"),
        (at(2027, 11, 3, 14), "America/New_York", "soit de 10 h 00 à 10 h 30 à votre heure (New York)"),
        (at(2027, 11, 8, 14), "America/New_York", "soit de 9 h 00 à 9 h 30 à votre heure (New York)"),
        # Another day there.
        (
            at(2027, 2, 3, 16),
            "Asia/Tokyo",
            "soit le jeudi 4 février 2027, de 1 h 00 à 1 h 30 à votre heure (Tokyo)",
        ),
        (at(2027, 2, 3, 9), "Asia/Kathmandu", "soit de 14 h 45 à 15 h 15 à votre heure (Kathmandu)"),
    ],
)
def test_both_times(start, zone, expected):
    assert read(start, zone) == expected


@pytest.mark.parametrize("zone", ["Africa/Algiers", "Africa/Tunis"])
def test_zone_that_differs_in_summer_alone(zone):
    assert read(at(2027, 2, 3, 9), zone) == ""
    assert read(at(2027, 7, 7, 8), zone).startswith("soit de 9 h 00 à 9 h 30")


def test_nobody_reads_outside_a_request():
    assert zone_of_reader() == "" and own_words(at(2027, 2, 3, 9), at(2027, 2, 3, 10)) == ""


def test_reader_is_forgotten_after_the_answer(both):
    choose_zone(both.manager, "Europe/London")
    logged_in(both.manager).get(url("list"))
    assert zone_of_reader() == ""


def test_pages_and_mails_say_both_times_to_the_one_who_lives_elsewhere(both, agent):
    choose_zone(both.manager, "Europe/London")
    both.manager.refresh_from_db()
    manager = logged_in(both.manager)
    meeting = both.propose()
    told = dict(Notification.objects.filter(kind="meetings.proposed").values_list("user", "body"))
    london = "soit de 9 h 00 à 9 h 30 à votre heure (Londres)"
    assert london in told[both.manager.pk].replace("\N{NO-BREAK SPACE}", " ")
    assert "votre heure" not in told[both.partner.pk]
    assert london in text(manager.get(url("detail", meeting.pk)))
    both.confirm(meeting)
    body = Notification.objects.get(kind="meetings.confirmed", user=both.manager).body
    body = body.replace("\N{NO-BREAK SPACE}", " ")
    assert f"de 10 h 00 à 10 h 30, heure de Paris, {london}." in body
    assert "votre heure" not in Notification.objects.get(kind="meetings.confirmed", user=both.agent).body
    for name, args in [("detail", [meeting.pk]), ("list", [])]:
        assert london in text(manager.get(url(name, *args)))
        assert "votre heure" not in text(agent.get(url(name, *args)))


def test_zone_is_chosen_on_a_page(both, manager):
    page = text(manager.get("/compte/fuseau/"))
    assert "Londres" in page and "America/Argentina/Ushuaia" in page and "Etc/" not in page
    assert manager.post("/compte/fuseau/", {"zone": "Europe/Nowhere"}).status_code == 422
    assert manager.post("/compte/fuseau/", {"zone": "Europe/London"}).status_code == 302
    both.manager.refresh_from_db()
    assert both.manager.zone == "Europe/London"
    assert "Londres" in text(manager.get("/mon-compte/"))
    entry = AuditEntry.objects.get(verb="user.zone_chosen")
    assert entry.value.payload["after"] == {"zone": "Europe/London"}
    choose_zone(both.manager, "Europe/London")
    assert AuditEntry.objects.filter(verb="user.zone_chosen").count() == 1
    with pytest.raises(DomainError):
        choose_zone(both.manager, "Mars/Olympus")


def test_names_come_from_the_dated_data(db):
    assert zone_name("Europe/London") == "Londres" and zone_name("America/Sao_Paulo") == "Sao Paulo"
    usual, others = zone_choices(slot(1, 10)[0].date())
    listed = [zone for _label, group in (usual, others) for zone, _name in group]
    assert listed[0] == "Europe/Paris" and len(listed) == len(set(listed))


def test_words_without_a_reader_are_those_of_paris():
    words = both_words(at(2027, 2, 3, 9), at(2027, 2, 3, 10))
    assert "votre heure" not in words
