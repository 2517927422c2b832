"""A message says the same thing in the portal, in text and in HTML, once to each person."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import ClassVar

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from grandest_portal.core.models import Job
from grandest_portal.notifications.messages import Message
from grandest_portal.notifications.models import Notification, OutgoingEmail
from grandest_portal.notifications.team_messages import (
    MembershipApproved,
    MembershipRefused,
    MembershipRequested,
)
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


@dataclass(frozen=True)
class Told(Message):
    what: str = "Une chose est arrivée"
    kind: ClassVar[str] = "test.told"

    def title(self):
        return self.what

    def paragraphs(self):
        return ["Première phrase, avec <b>des signes</b> & d'autres.", "Seconde phrase."]

    def path(self):
        return "/mon-compte/"


@dataclass(frozen=True)
class Invited(Told):
    def calendar(self, user):
        return "REQUEST", f"BEGIN:VCALENDAR\r\nX-FOR:{user.pk}\r\nEND:VCALENDAR\r\n".encode()


class Words(HTMLParser):
    """The text that a reader of the HTML part sees, block by block."""

    def __init__(self):
        super().__init__()
        self.text, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"style", "title"}
        if tag in {"p", "h1", "td", "tr"}:
            self.text.append("\n")

    def handle_endtag(self, tag):
        self.silent -= tag in {"style", "title"}

    def handle_data(self, data):
        if not self.silent:
            self.text.append(data)


def lines(text):
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def html_lines(html):
    parser = Words()
    parser.feed(html)
    return lines("".join(" ".join(part.split()) + " " if part != "\n" else "\n" for part in parser.text))


def mail():
    return message_from_bytes(bytes(OutgoingEmail.objects.get().mime), policy=policy.default)


def parts(message):
    return {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}


def test_send_to_writes_one_notice_and_one_mail_each(db):
    one, other, gone = UserFactory(), UserFactory(), UserFactory(is_active=False)
    assert Told().send_to([one, other, one, gone, None]) == 2
    assert sorted(Notification.objects.values_list("user_id", flat=True)) == sorted([one.pk, other.pk])
    assert sorted(OutgoingEmail.objects.values_list("recipients", flat=True)) == sorted(
        [[one.email], [other.email]]
    )
    assert Job.objects.filter(name="notifications.deliver_email").count() == 2


def test_text_and_html_say_the_same(db):
    Told().send_to([UserFactory(full_name="Zoé Test")])
    content = parts(mail())
    url = settings.SITE_URL + "/mon-compte/"
    said = [
        "Une chose est arrivée",
        "Bonjour Zoé Test,",
        "Première phrase, avec <b>des signes</b> & d'autres.",
        "Seconde phrase.",
        "Ouvrir la page",
        url,
        "Vous recevez ce message parce que vous avez un compte sur ce service.",
        f"Une question ? Écrivez à {settings.CONTACT_EMAIL}",
    ]
    text = [line.removesuffix(" :") for line in lines(content["text/plain"])]
    html = [re.sub(r"^Si le bouton .* : ", "", line) for line in html_lines(content["text/html"])]
    assert [line for line in text if line not in {"--", "Rencontre Grand Est"}] == said
    assert [line for line in html if not line.startswith("Rencontre Grand Est")] == said


def test_html_part_asks_nothing_of_the_network_and_has_its_styles_inline(db):
    Told().send_to([UserFactory()])
    html = parts(mail())["text/html"]
    assert re.findall(r"(?:src|url\(|<link|@import)", html) == []
    assert 'style="' in html and "<script" not in html


def test_markup_in_a_title_stays_text(db):
    Told("<script>alert(1)</script>").send_to([UserFactory()])
    assert "<script" not in parts(mail())["text/html"]


HOSTILE = [
    "Mairie\r\nBcc: victime@test.example",
    "Mairie\nX-Fait: oui\n\nCorps",
    "Mairie\rCc: v@test.example",
    "Été " * 90,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_cannot_add_a_header(db, name):
    person = UserFactory(full_name="Nom\r\nCc: v@test.example")
    MembershipRequested(
        MembershipFactory(organisation=OrganisationFactory(name=name[:200]), user=person)
    ).send_to([UserFactory(email="moderation@test.example")])
    message = mail()
    assert (message["To"], message["Cc"], message["Bcc"], message["X-Fait"]) == (
        "moderation@test.example",
        None,
        None,
        None,
    )
    assert len(message["Subject"]) <= 250 and not re.search(r"[\r\n]", message["Subject"])


def test_calendar_travels_as_part_and_as_attachment(db):
    user = UserFactory()
    Invited().send_to([user])
    kinds = [part.get_content_type() for part in mail().walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    attached = next(mail().iter_attachments())
    assert (attached.get_filename(), f"X-FOR:{user.pk}".encode() in attached.get_content()) == (
        "rendez-vous.ics",
        True,
    )


def test_notice_is_undone_with_the_business_change(db):
    """Nothing is told about what did not happen."""
    user = UserFactory()
    with pytest.raises(KeyError), transaction.atomic():
        Told().send_to([user])
        raise KeyError
    assert (Notification.objects.count(), OutgoingEmail.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_membership_messages_name_the_organisation_and_the_reason(db):
    membership = MembershipFactory(
        organisation=OrganisationFactory(name="Ville de Valbrune"), decision_reason="Pièce illisible."
    )
    assert MembershipApproved(membership).title() == "Vous représentez maintenant Ville de Valbrune"
    assert MembershipRefused(membership).paragraphs()[0] == "Raison : Pièce illisible."
    assert MembershipRequested(membership).path() == reverse(
        "admin:accounts_membership_change", args=[membership.pk]
    )


def test_an_address_in_a_name_makes_no_link_of_a_subject(db, outbox):
    """A mail reader makes a link of any address; a title holds what other people typed."""
    Told("Besoin publié : Fuites, voyez https://piege.example/a et www.piege.example").send_to(
        [UserFactory()]
    )
    assert Notification.objects.get().title == "Besoin publié : Fuites, voyez […] et […]"
    assert "piege" not in OutgoingEmail.objects.get().subject
