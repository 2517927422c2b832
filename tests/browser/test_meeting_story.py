"""One meeting from its proposal to its end, in two browsers, with the mails that the worker really sent: after each
step they are parsed, and their calendar files are read again by the library's reader."""

import re
from datetime import datetime, time, timedelta
from email.utils import parseaddr

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from grandest_portal.reference.actions import load_reference
from meetings.models import Meeting, Occupation
from meetings.slots import PARIS
from tests.browser.test_story import fill, log_in, press
from tests.meetings.scenes import pair

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]
PLACE = "https://visio.example/salle"


@pytest.fixture
def both(transactional_db):
    load_reference()
    return pair()


def day_in(days):
    return timezone.localdate() + timedelta(days=days)


def at(days, hour):
    return datetime.combine(day_in(days), time(hour), tzinfo=PARIS)


def type_slot(page, days, hour):
    page.locator("main input[type=date]").first.fill(day_in(days).isoformat())
    page.locator("main input[type=time]").first.fill(f"{hour:02d}:00")


class Post:
    """The mails of both sides, read from where the last reading stopped."""

    def __init__(self, both, smtp, settled):
        self.people = {
            name: getattr(both, name).email for name in ("agent", "colleague", "manager", "partner")
        }
        self.smtp, self.settled, self.read = smtp, settled, 0

    def new(self):
        """{name: [mail]} of what arrived since; each mail has one recipient, whom nobody else sees."""
        self.settled()
        mails, self.read = self.smtp.messages[self.read :], len(self.smtp.messages)
        found = {}
        for mail in mails:
            assert not mail["Cc"] and not mail["Bcc"]
            name = next(name for name, address in self.people.items() if parseaddr(mail["To"])[1] == address)
            found.setdefault(name, []).append(mail)
        return found


def calendar_parts(mail):
    return [part for part in mail.walk() if part.get_content_type() == "text/calendar"]


def files(mail):
    return list(mail.iter_attachments())


def event_in(mail, email):
    """(method, event) of a mail, once its part and its file were found alike and complete for one recipient."""
    [part], [attached] = calendar_parts(mail), files(mail)
    content = part.get_content()
    assert part["Content-Transfer-Encoding"] == attached["Content-Transfer-Encoding"] == "base64"
    assert attached.get_content_type() == "application/ics"
    raw = attached.get_content()
    assert Calendar.from_ical(raw).to_ical() == Calendar.from_ical(content).to_ical()
    calendar = Calendar.from_ical(content)
    method = str(calendar["METHOD"])
    assert part.get_param("method") == method
    [zone], [event] = calendar.walk("VTIMEZONE"), calendar.walk("VEVENT")
    assert zone["TZID"] == "Europe/Paris"
    assert {each.name for each in zone.subcomponents} == {"DAYLIGHT", "STANDARD"}
    attendees = event["ATTENDEE"]
    assert not isinstance(attendees, list) and str(attendees).casefold() == f"mailto:{email}".casefold()
    organiser = parseaddr(django_settings.DEFAULT_FROM_EMAIL)[1]
    assert str(event["ORGANIZER"]) == f"mailto:{organiser}"
    return method, event


def check_calendars(found, both, names, method, starts_at, status):
    """Those named got one calendar file each, the same for all but its attendee; returns (UID, SEQUENCE)."""
    seen = set()
    for name, mails in found.items():
        with_file = [mail for mail in mails if calendar_parts(mail) or files(mail)]
        assert len(with_file) == (1 if name in names else 0), name
        for mail in with_file:
            said, event = event_in(mail, getattr(both, name).email)
            assert (said, str(event["STATUS"])) == (method, status)
            assert event["DTSTART"].dt == starts_at
            assert event["DTEND"].dt == starts_at + timedelta(minutes=30)
            assert event["DTSTART"].params["TZID"] == "Europe/Paris"
            seen.add((str(event["UID"]), int(event["SEQUENCE"])))
    assert set(names) <= set(found)
    [one] = seen
    return one


def no_calendar(found):
    return not any(calendar_parts(mail) or files(mail) for mails in found.values() for mail in mails)


def open_from_mail(page, mail):
    """Follow the link of the mail, as its reader does."""
    [text] = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/plain"]
    path = re.search(r"https?://[^/\s]+(/rendez-vous/\d+/)", text).group(1)
    page.goto(path)


def test_one_meeting_from_proposal_to_cancellation(both, person, smtp, settled):
    agent, manager, post = person(), person(width=320), Post(both, smtp, settled)
    log_in(agent, both.agent)
    log_in(manager, both.manager)
    post.new()

    agent.goto(f"/rendez-vous/proposer/{both.need.pk}/{both.company.pk}/")
    type_slot(agent, 14, 10)
    fill(agent, place=PLACE, message="Parlons des fuites.")
    press(agent, "Envoyer la proposition")
    found = post.new()
    assert set(found) == {"manager", "partner"} and no_calendar(found)
    meeting = Meeting.objects.get()

    open_from_mail(manager, found["manager"][0])
    manager.get_by_role("main").get_by_role("link", name="Proposer d'autres créneaux").click()
    type_slot(manager, 15, 14)
    press(manager, "Envoyer la proposition")
    found = post.new()
    assert set(found) == {"agent", "colleague"} and no_calendar(found)

    open_from_mail(agent, found["agent"][0])
    agent.get_by_role("main").get_by_role("radio").first.check()
    press(agent, "Accepter ce créneau")
    expect(agent.get_by_role("main").get_by_text("Confirmé", exact=True)).to_be_visible()
    people = {"agent", "manager"}
    found = post.new()
    assert set(found) == people
    uid, confirmed = check_calendars(found, both, people, "REQUEST", at(15, 14), "CONFIRMED")
    assert uid == str(meeting.uid)

    manager.goto(f"/rendez-vous/{meeting.pk}/")
    manager.get_by_role("main").get_by_role("link", name="Demander une autre heure").click()
    type_slot(manager, 16, 9)
    fill(manager, reason="Notre technicienne est absente ce jour-là.")
    press(manager, "Envoyer la demande")
    found = post.new()
    assert set(found) == {"agent", "colleague"} and no_calendar(found)

    open_from_mail(agent, found["agent"][0])
    agent.get_by_role("main").get_by_role("radio").first.check()
    press(agent, "Accepter cette heure")
    found = post.new()
    assert set(found) == people
    again, moved = check_calendars(found, both, people, "REQUEST", at(16, 9), "CONFIRMED")

    agent.goto(f"/rendez-vous/{meeting.pk}/")
    agent.get_by_role("main").get_by_role("link", name="Annuler ce rendez-vous").click()
    fill(agent, reason="Le budget est reporté.")
    press(agent, "Annuler et prévenir")
    found = post.new()
    assert set(found) == {"agent", "manager", "partner"}
    last, cancelled = check_calendars(found, both, people, "CANCEL", at(16, 9), "CANCELLED")

    assert {uid, again, last} == {str(meeting.uid)}
    assert confirmed < moved < cancelled == Meeting.objects.get().sequence
    assert set(Occupation.objects.values_list("state", flat=True)) == {"released"}
    for page in (agent, manager):
        page.goto(f"/rendez-vous/{meeting.pk}/")
        expect(page.get_by_role("main").get_by_text("Annulé", exact=True)).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text("Le budget est reporté.")
