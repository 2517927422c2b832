"""What the organiser writes to those who come: to whom, how often, once, and nobody reads who else did."""

from email import policy
from email.parser import BytesParser
from threading import Barrier

import pytest
from django.db import transaction
from django.urls import reverse

from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import AuditEntry
from grandest_portal.notifications.models import OutgoingEmail
from grandest_portal.reference.models import Parameter
from meetings.days import letters, registering
from meetings.days.letters import recipients_of, send_letter, write_letter
from meetings.models import Day, DayLetter
from tests.factories import MembershipFactory, UserFactory, company_user, partner_user
from tests.meetings.days.agenda_scenes import company_of
from tests.meetings.days.scenes import closed_day
from tests.meetings.pages import logged_in, said, text
from tests.meetings.test_concurrency import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]

WORDS = {"audience": "all", "subject": "La salle change", "text": "Rendez-vous à la halle B.\n\nÀ mardi."}


@pytest.fixture
def day(outbox):
    return closed_day()


def url(day):
    return reverse("days:letters", args=[day.pk])


def write(day, by=None, expected=5, **values):
    return write_letter(day, by=by or day.author, expected=expected, **{**WORDS, **values})


def test_read_again_then_sent_each_in_a_mail_of_their_own(day):
    client = logged_in(day.author)
    page = text(client.post(url(day), WORDS))
    assert "Relire avant d'envoyer" in page and "Envoyer à 5 personnes" in page
    assert not DayLetter.objects.exists()
    response = client.post(url(day), {**WORDS, "expected": "5"})
    assert said(response) == ["Le message part vers 5 personnes."]
    letter = DayLetter.objects.get()
    seen = OutgoingEmail.objects.latest("pk").pk
    assert send_letter(letter.pk) == 5
    assert send_letter(letter.pk) == 0
    mails = OutgoingEmail.objects.filter(pk__gt=seen)
    addresses = {each.email for each in recipients_of(day, "all")}
    assert {tuple(each.recipients) for each in mails} == {(each,) for each in addresses} and len(mails) == 5
    for each in mails:
        mail = BytesParser(policy=policy.default).parsebytes(bytes(each.mime))
        assert mail["To"] == each.recipients[0] and mail["Cc"] is None and mail["Bcc"] is None
        assert not any(other in mail.as_string() for other in addresses - set(each.recipients))
        words = mail.get_body(["plain"]).get_content()
        assert "Rendez-vous à la halle B." in words and str(day.organiser) in words
    page = text(client.get(url(day)))
    assert "La salle change" in page and "5 personnes" in page and "envoyé" in page
    entry = AuditEntry.objects.get(verb="day.letter_sent")
    assert entry.value.payload["after"] == {"audience": "all", "subject": "La salle change", "recipients": 5}


@pytest.mark.parametrize(("audience", "count"), [("all", 5), ("buyer", 2), ("company", 3)])
def test_to_all_or_to_one_side(day, audience, count):
    assert recipients_of(day, audience).count() == count


def test_who_left_is_not_written_to(day):
    left = company_of(day)
    registering.withdraw(left, by=left.people.get().user)
    assert recipients_of(day, "company").count() == 2


def test_modifying_brings_the_words_back(day):
    page = text(logged_in(day.author).post(url(day), {**WORDS, "expected": "5", "back": "1"}))
    assert 'value="La salle change"' in page and not DayLetter.objects.exists()


def test_a_number_that_changed_meanwhile_is_shown_again(day):
    response = logged_in(day.author).post(url(day), {**WORDS, "expected": "4"})
    assert response.status_code == 422
    page = text(response)
    assert "5 au lieu de 4" in page and "Envoyer à 5 personnes" in page
    with pytest.raises(DomainError):
        write(day, expected=-1)


def test_at_most_so_many_a_day_by_the_dated_parameter(day, clock):
    for _each in range(3):
        write(day)
    with pytest.raises(DomainError, match="Au plus 3 messages par jour"):
        write(day)
    assert "partis" in text(logged_in(day.author).get(url(day)))
    clock.shift(24 * 3600)
    write(day)
    Parameter.objects.filter(key="day_letters_most").update(value=1)
    with pytest.raises(DomainError, match="Au plus 1"):
        write(day)


def test_only_those_who_write_for_the_organiser(day):
    reader = MembershipFactory(organisation=day.organiser, role="reader").user
    assert '<form method="post" novalidate>' not in text(logged_in(reader).get(url(day)))
    assert logged_in(reader).post(url(day), WORDS).status_code == 403
    for user in (
        company_of(day).people.get().user,
        UserFactory(moderator=True),
        partner_user(),
        company_user(),
    ):
        assert logged_in(user).get(url(day)).status_code == 403
        with pytest.raises(DomainError, match="Seul l'organisateur"):
            write(day, by=user)


@pytest.mark.parametrize("missing", ["audience", "subject", "text"])
def test_what_is_missing_is_asked(day, missing):
    response = logged_in(day.author).post(url(day), {**WORDS, missing: " "})
    assert response.status_code == 422 and not DayLetter.objects.exists()


@pytest.fixture
def limited_day(transactional_db, dated_data, outbox):
    Parameter.objects.filter(key="day_letters_most").update(value=1)
    return closed_day(buyers=1, companies=1)


@pytest.mark.slow
def test_two_at_once_count_as_two(limited_day):
    results = at_once([lambda: write(limited_day, expected=2)] * 3)
    assert sorted(type(each).__name__ for each in results) == ["DayLetter", "DomainError", "DomainError"]


@pytest.mark.slow
def test_control_without_the_lock_of_the_day_both_pass(limited_day):
    """The same check on a day that is read, not locked."""
    read = Barrier(2)

    def send():
        with transaction.atomic():
            seen = Day.objects.get(pk=limited_day.pk)
            letters.check_letter(seen, limited_day.author, **WORDS)
            read.wait(30)
            return DayLetter.objects.create(
                day=seen, recipients=2, written_on=seen.created_at.date(), written_at=seen.created_at, **WORDS
            )

    assert [type(each).__name__ for each in at_once([send, send])] == ["DayLetter"] * 2
