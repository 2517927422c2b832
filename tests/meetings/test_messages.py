"""The words of each message, and the mail as a server receives it."""

from email.message import EmailMessage

import pytest
from icalendar import Calendar

from grandest_portal.notifications.models import Notification
from meetings import actions
from tests.meetings.scenes import REASON, pair, slot


@pytest.fixture
def named(db):
    both = pair(title="Réduire les pertes d'eau")
    for organisation, name in [
        (both.need.buyer.organisation, "Ville de Testbrune"),
        (both.company.organisation, "Écoute Capteurs"),
    ]:
        organisation.name = name
        organisation.save()
    return both


def notice(kind):
    """(title, lines) of the notices of a kind, which are all the same."""
    rows = set(Notification.objects.filter(kind=kind).values_list("title", "body", "path"))
    assert len(rows) == 1, rows
    title, body, path = rows.pop()
    return (
        title.replace("\N{NO-BREAK SPACE}", " "),
        body.replace("\N{NO-BREAK SPACE}", " ").split("\n\n"),
        path,
    )


def test_proposed_says_slots_place_message_and_deadline(named):
    meeting = named.propose(message="Bonjour")
    assert notice("meetings.proposed") == (
        "Ville de Testbrune vous propose un rendez-vous",
        [
            "Besoin : « Réduire les pertes d'eau ».",
            "Créneaux proposés, heure de Paris : mercredi 10 février 2027, de 10 h 00 à 10 h 30 ; mercredi "
            "10 février 2027, de 14 h 00 à 14 h 30 ; jeudi 11 février 2027, de 9 h 00 à 9 h 30.",
            "Où : visioconférence, https://visio.example/salle",
            "Message : Bonjour",
            "Acceptez un créneau, proposez-en d'autres ou déclinez avant le jeudi 4 février 2027 à 23 h 59. "
            "Sans réponse, la proposition expire.",
        ],
        f"/rendez-vous/{meeting.pk}/",
    )


def test_countered_says_the_new_slots_alone(named):
    actions.propose_other_slots(named.propose(), by=named.manager, slots=[slot(15, 9)])
    title, lines, _path = notice("meetings.countered")
    assert title == "Écoute Capteurs vous propose d'autres créneaux"
    assert lines[1] == "Créneaux proposés, heure de Paris : mardi 16 février 2027, de 9 h 00 à 9 h 30."


def test_confirmed_says_who_when_and_where(named):
    named.confirm()
    assert notice("meetings.confirmed")[:2] == (
        "Rendez-vous confirmé : mercredi 10 février 2027 à 10 h 00",
        [
            "Ville de Testbrune et Écoute Capteurs se rencontrent.",
            "Besoin : « Réduire les pertes d'eau ».",
            "Quand : mercredi 10 février 2027, de 10 h 00 à 10 h 30, heure de Paris.",
            "Où : visioconférence, https://visio.example/salle",
            "Le fichier joint l'inscrit dans votre agenda. Pour annuler, ouvrez le rendez-vous sur le portail.",
        ],
    )


def test_declined_says_why(named):
    actions.decline_meeting(named.propose(), by=named.manager, reason=REASON)
    assert notice("meetings.declined")[:2] == (
        "Écoute Capteurs décline votre proposition de rendez-vous",
        ["Besoin : « Réduire les pertes d'eau ».", f"Raison : {REASON}"],
    )


def test_cancelled_says_who_and_why(named):
    actions.cancel_meeting(named.confirm(), by=named.agent, reason=REASON)
    assert notice("meetings.cancelled")[:2] == (
        "Le rendez-vous est annulé : mercredi 10 février 2027 à 10 h 00",
        [
            "Ville de Testbrune et Écoute Capteurs ne se rencontrent pas.",
            "Besoin : « Réduire les pertes d'eau ».",
            "Annulé par : Ville de Testbrune.",
            f"Raison : {REASON}",
        ],
    )


def test_cancelled_by_the_system_names_nobody(named):
    actions.cancel_meeting(named.propose(), by=None, reason=REASON)
    title, lines, _path = notice("meetings.cancelled")
    assert title == "Proposition de rendez-vous annulée : Ville de Testbrune et Écoute Capteurs"
    assert lines[2:] == [f"Raison : {REASON}"]


def test_expired_says_who_did_not_answer(named):
    meeting = named.propose()
    actions.expire_meeting(meeting.pk, slot(20, 9)[0])
    assert notice("meetings.expired")[:2] == (
        "Proposition de rendez-vous sans réponse : Ville de Testbrune et Écoute Capteurs",
        [
            "Besoin : « Réduire les pertes d'eau ».",
            "Écoute Capteurs n'a pas répondu avant le jeudi 4 février 2027 à 23 h 59 : la proposition a expiré.",
            "Vous pouvez en faire une nouvelle tant que les échanges sur ce besoin sont ouverts.",
        ],
    )


def shape(part):
    """The tree of a mail: its type, or (its type, [children])."""
    kind = part.get_content_type()
    return (kind, [shape(child) for child in part.iter_parts()]) if part.is_multipart() else kind


def calendars(mail):
    """The text/calendar part and the attachment of a mail."""
    assert isinstance(mail, EmailMessage)
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return part, next(mail.iter_attachments())


def test_confirmation_arrives_as_calendars_want_it(named, smtp, run_jobs):
    meeting = named.confirm()
    run_jobs()
    for person in (named.agent, named.manager):
        [mail] = [each for each in smtp.to(person.email) if "confirm" in str(each["Subject"])]
        assert shape(mail) == (
            "multipart/mixed",
            [
                ("multipart/alternative", ["text/plain", "text/html", "text/calendar"]),
                "application/ics",
            ],
        )
        part, attached = calendars(mail)
        assert dict(part["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
        assert (part["Content-Transfer-Encoding"], attached["Content-Transfer-Encoding"]) == (
            "base64",
            "base64",
        )
        assert attached.get_filename() == "rendez-vous.ics"
        content = part.get_payload(decode=True)
        assert content == attached.get_payload(decode=True)
        calendar = Calendar.from_ical(content)
        event = calendar.walk("VEVENT")[0]
        assert (calendar["METHOD"], str(event["UID"]), event["SEQUENCE"]) == ("REQUEST", str(meeting.uid), 1)
        assert str(event["ATTENDEE"]) == f"mailto:{person.email}"
        assert event["DTSTART"].dt == meeting.starts_at


def test_cancellation_reaches_the_calendars_of_participants_alone(named, smtp, run_jobs):
    meeting = actions.cancel_meeting(named.confirm(), by=named.agent, reason=REASON)
    run_jobs()
    for person in (named.agent, named.manager):
        part, _attached = calendars(smtp.to(person.email)[-1])
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        event = calendar.walk("VEVENT")[0]
        assert part["Content-Type"].params["method"] == calendar["METHOD"] == "CANCEL"
        assert (str(event["UID"]), event["SEQUENCE"], event["STATUS"]) == (str(meeting.uid), 2, "CANCELLED")
    colleague = smtp.to(named.partner.email)[-1]
    assert "annulé" in str(colleague["Subject"])
    assert shape(colleague) == ("multipart/alternative", ["text/plain", "text/html"])


def test_cancelled_proposal_has_no_calendar(named, smtp, run_jobs):
    actions.cancel_meeting(named.propose(), by=named.manager, reason=REASON)
    run_jobs()
    assert {shape(mail)[0] for mail in smtp.messages} == {"multipart/alternative"}
    assert len(smtp.messages) == 4


def test_mail_cannot_be_given_a_header_by_a_name_or_a_reason(named, smtp, run_jobs):
    organisation = named.company.organisation
    organisation.name = "Écoute\r\nBcc: intrus@test.example"
    organisation.save()
    meeting = named.propose(by=named.manager, message="x\r\nBcc: intrus@test.example")
    actions.decline_meeting(meeting, by=named.agent, reason="x\r\n.\r\nRCPT TO:<intrus@test.example>")
    run_jobs()
    assert len(smtp.messages) == 4
    for mail in smtp.messages:
        assert (mail["Bcc"], len(mail.get_all("To"))) == (None, 1)


def test_lines_keep_their_marks_unbroken(named):
    actions.cancel_meeting(named.confirm(), by=named.agent, reason=REASON)
    row = Notification.objects.filter(kind="meetings.cancelled").first()
    assert (
        "Besoin\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}Réduire les pertes d'eau\N{NO-BREAK SPACE}»."
        in row.body
    )


def test_countered_says_its_own_message(named):
    actions.propose_other_slots(
        named.propose(message="Bonjour"), by=named.manager, slots=[slot(15, 9)], message="Plutôt le 16"
    )
    assert notice("meetings.countered")[1][3] == "Message : Plutôt le 16"
