"""What calendars read: the files are parsed again by another pair of eyes, the library's reader."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from grandest_portal.accounts.models import Organisation, User
from meetings.calendar import attendee, cancellation, invitation, publication, zone
from meetings.models import Meeting
from meetings.slots import PARIS
from needs.models import Need
from suppliers.models import Company
from tests.meetings.scenes import NOW

NASTY = 'Zoé "X"; né, à: \\n\r\nATTENDEE:mailto:intrus@test.example\nBEGIN:VALARM\x00\x07 ^n'


def meeting_of(**fields):
    """An unsaved confirmed meeting, complete enough to be written in a calendar."""
    need = Need(pk=7, title=fields.pop("title", "Réduire les pertes d'eau"))
    buyer = need._meta.get_field("buyer").related_model(organisation=Organisation(name="Ville de Valbrune"))
    company = Company(organisation=Organisation(name=fields.pop("company", "Ondine Capteurs")))
    values = {
        "pk": 12,
        "sequence": 3,
        "place": "https://visio.example/salle",
        "starts_at": datetime(2027, 2, 10, 9, 0, tzinfo=UTC),
        "ends_at": datetime(2027, 2, 10, 9, 30, tzinfo=UTC),
        "updated_at": NOW,
        **fields,
    }
    return Meeting(need=need, buyer=buyer, company=company, **values)


def user_of(**fields):
    return User(**{"email": "camille@test.example", "full_name": "Camille Test", **fields})


def event_in(content):
    return Calendar.from_ical(content).walk("VEVENT")[0]


def logical_lines(content):
    """The content lines once unfolded (RFC 5545, 3.1)."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def names(content):
    return [line.replace(";", ":").partition(":")[0] for line in logical_lines(content) if line]


def test_invitation_says_who_when_where_and_which_version():
    meeting = meeting_of()
    method, content = invitation(meeting, user_of())
    calendar = Calendar.from_ical(content)
    event = event_in(content)
    assert (method, calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "REQUEST", "2.0")
    assert (str(event["UID"]), event["SEQUENCE"], event["STATUS"]) == (str(meeting.uid), 3, "CONFIRMED")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (meeting.starts_at, meeting.ends_at)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event["DTSTAMP"].dt == NOW
    assert str(event["SUMMARY"]) == "Rendez-vous : Ville de Valbrune et Ondine Capteurs"
    assert str(event["LOCATION"]) == "https://visio.example/salle"
    assert str(event["ORGANIZER"]) == "mailto:ne-pas-repondre@localhost"
    assert str(event["URL"]).endswith("/rendez-vous/12/")


def test_invitation_names_its_recipient_alone():
    event = event_in(invitation(meeting_of(), user_of())[1])
    assert str(event["ATTENDEE"]) == "mailto:camille@test.example"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Camille Test",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }


def test_cancellation_takes_the_same_event_out():
    meeting = meeting_of(sequence=4)
    method, content = cancellation(meeting, user_of())
    event = event_in(content)
    assert (method, Calendar.from_ical(content)["METHOD"]) == ("CANCEL", "CANCEL")
    assert (str(event["UID"]), event["SEQUENCE"], event["STATUS"]) == (str(meeting.uid), 4, "CANCELLED")


def test_publication_has_no_attendee():
    content = publication(meeting_of())
    assert Calendar.from_ical(content)["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event_in(content)


def test_lines_end_with_crlf_and_hold_75_octets_at_most():
    content = invitation(meeting_of(title="é" * 160, place="ü" * 300), user_of(full_name="œ" * 150))[1]
    assert content.endswith(b"\r\n") and content.count(b"\n") == content.count(b"\r\n") == content.count(
        b"\r"
    )
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_texts_cannot_write_lines_of_their_own():
    plain = invitation(meeting_of(), user_of())[1]
    nasty = invitation(
        meeting_of(title=NASTY, company=NASTY, place=NASTY),
        user_of(full_name=NASTY, email='"a;b:c"@test.example'),
    )[1]
    assert names(nasty) == names(plain)
    event = event_in(nasty)
    cleaned = 'Zoé "X"; né, à: \\n ATTENDEE:mailto:intrus@test.example BEGIN:VALARM ^n'
    assert str(event["LOCATION"]) == cleaned
    assert str(event["SUMMARY"]) == f"Rendez-vous : Ville de Valbrune et {cleaned}"
    assert str(event["ATTENDEE"]) == "mailto:%22a%3Bb%3Ac%22@test.example"
    assert event["ATTENDEE"].params["CN"] == cleaned.replace('"', "'").replace("^", " ").replace("\\", "/")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_one_line_and_comes_back(text):
    content = invitation(meeting_of(place=text, title=text, company=text), user_of(full_name=text))[1]
    assert names(content) == names(invitation(meeting_of(), user_of())[1])
    calendar = Calendar.from_ical(content)
    assert calendar.to_ical() == content
    assert [component.name for component in calendar.walk()] == [
        "VCALENDAR",
        "VTIMEZONE",
        "DAYLIGHT",
        "STANDARD",
        "VEVENT",
    ]


@pytest.mark.parametrize(
    ("starts_at", "hours", "written"),
    [
        (
            datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
            1,
            ["DTSTART;TZID=Europe/Paris:20270328T013000", "DTEND;TZID=Europe/Paris:20270328T033000"],
        ),
        (
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            1,
            ["DTSTART:20271031T003000Z", "DTEND:20271031T013000Z"],
        ),
        (
            datetime(2027, 10, 30, 23, 30, tzinfo=UTC),
            1,
            ["DTSTART:20271030T233000Z", "DTEND:20271031T003000Z"],
        ),
        (
            datetime(2027, 10, 31, 2, 0, tzinfo=UTC),
            1,
            ["DTSTART;TZID=Europe/Paris:20271031T030000", "DTEND;TZID=Europe/Paris:20271031T040000"],
        ),
    ],
)
def test_times_are_written_without_ambiguity_when_the_clocks_change(starts_at, hours, written):
    meeting = meeting_of(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))
    content = publication(meeting)
    lines = logical_lines(content)
    event = lines[lines.index("BEGIN:VEVENT") :]
    assert [line for line in event if line.startswith(("DTSTART", "DTEND"))] == written
    read = event_in(content)
    assert [read["DTSTART"].dt.astimezone(UTC), read["DTEND"].dt.astimezone(UTC)] == [
        meeting.starts_at,
        meeting.ends_at,
    ]


def test_zone_says_what_the_clocks_of_paris_do():
    """The written rule against the system's data, each hour around each change until 2045."""
    described = zone().to_tz(lookup_tzid=False)
    for year in range(2026, 2046):
        for month in (3, 10):
            for hours in range(24 * 31):
                moment = datetime(year, month, 1, tzinfo=UTC) + timedelta(hours=hours)
                wall = moment.astimezone(PARIS).replace(tzinfo=None, fold=0)
                if wall.replace(tzinfo=PARIS).astimezone(UTC) == moment:
                    assert (
                        wall.replace(tzinfo=described).utcoffset() == wall.replace(tzinfo=PARIS).utcoffset()
                    )


def test_attendee_of_an_ordinary_address_is_written_as_it_is():
    assert str(attendee(user_of(email="zoé.o'x+rdv@test.example"))) == "mailto:zo%C3%A9.o'x+rdv@test.example"
