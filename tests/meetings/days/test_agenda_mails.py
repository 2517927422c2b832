"""Who is told which agenda, once, with what; read again from the mails that the server received."""

import io
from email import policy
from email.parser import BytesParser

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from grandest_portal.core.models import Job
from grandest_portal.notifications.models import Notification, OutgoingEmail
from meetings import tasks
from meetings.days import actions
from meetings.days.agendas import moments, take_out_agenda, tell_agenda, tell_agendas
from meetings.models import DayAgendaTold, DayPerson
from tests.meetings.days.agenda_scenes import buyer_of, company_of, planned_day, republished
from tests.meetings.test_concurrency import at_once, without

__all__ = ["without"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


def told(plan):
    """Do what publishing asks for; the mails of each address since then, parsed."""
    seen = OutgoingEmail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    tell_agendas(plan.pk)
    for job in Job.objects.filter(name="meetings.tell_agenda", status="pending"):
        tell_agenda(*job.args)
    Job.objects.filter(name="meetings.tell_agenda").update(status="done")
    return {
        each.recipients[0]: BytesParser(policy=policy.default).parsebytes(bytes(each.mime))
        for each in OutgoingEmail.objects.filter(pk__gt=seen)
    }


def plain(mail):
    return " ".join(mail.get_body(["plain"]).get_content().replace("\u00a0", " ").split())


def attached(mail):
    return {each.get_filename(): each for each in mail.iter_attachments()}


def address(registration):
    return registration.people.get().user.email


@pytest.fixture
def first(outbox):
    """(day, plan), the first version told to everybody."""
    day, plan = planned_day()
    told(plan)
    return day, plan


@pytest.mark.slow
def test_everybody_is_told_the_first_version_with_both_files(outbox):
    day, plan = planned_day()
    mails = told(plan)
    people = DayPerson.objects.filter(registration__day=day)
    assert set(mails) == {each.user.email for each in people} and len(mails) == 5
    company = company_of(day)
    mail = mails[address(company)]
    assert mail["To"] == address(company) and mail["Cc"] is None
    words = plain(mail)
    line = "mardi 23 mars 2027, de 9 h 00 à 9 h 20, table 1, Salle A : "
    assert "Le planning est publié." in words and f"{line}{buyer_of(day).organisation}" in words
    assert "Ce qui change" not in words
    files = attached(mail)
    assert set(files) == {f"agenda-{day.reference}.ics", f"agenda-{day.reference}.pdf"}
    ics = files[f"agenda-{day.reference}.ics"]
    assert (ics.get_content_type(), ics["Content-Transfer-Encoding"]) == ("application/ics", "base64")
    events = Calendar.from_ical(ics.get_payload(decode=True)).walk("VEVENT")
    assert {str(each["UID"]) for each in events} == {
        str(each.uid) for each in day.pairs.filter(company=company)
    }
    reader = PdfReader(io.BytesIO(files[f"agenda-{day.reference}.pdf"].get_payload(decode=True)))
    page = "".join(each.extract_text() for each in reader.pages).replace("\u200b", "").replace("\u00a0", " ")
    assert str(company.people.get().user) in page and "de 9 h 00 à 9 h 20" in page
    assert not [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    html = mail.get_body(["html"]).get_content()
    assert "9\u00a0h\u00a000" in html or "9&nbsp;h&nbsp;00" in html
    others = {each.user.email for each in people} - {address(company)}
    assert not any(each in mail.as_string() for each in others)


def test_many_mails_leave_room_for_others(clock):
    due = moments(45)
    assert [round((each - due[0]).total_seconds()) for each in due] == [0] * 20 + [10] * 20 + [20] * 5


def test_a_repeated_task_writes_nothing_again(first):
    day, plan = first
    count = OutgoingEmail.objects.count()
    assert tell_agendas(plan.pk) == 0
    for person in DayPerson.objects.filter(registration__day=day):
        assert tell_agenda(person.pk, plan.pk) is False
    assert OutgoingEmail.objects.count() == count
    assert DayAgendaTold.objects.count() == 5


def test_only_those_whose_agenda_changed_are_told_and_what_changed_comes_first(first):
    day, plan = first
    company, buyer = company_of(day), buyer_of(day)
    moved = day.pairs.get(company=company, buyer=buyer)
    mails = told(republished(plan, moved={moved: (6, 3)}))
    assert set(mails) == {address(company), address(buyer)}
    mail = mails[address(company)]
    words = plain(mail)
    assert mail["Subject"] == f"Votre agenda change : {day}"
    sentence = (
        f"Rencontre déplacée avec {buyer.organisation} : mardi 23 mars 2027, de 11 h 20 à 11 h 40, table 3, Salle B, "
        "au lieu de mardi 23 mars 2027, de 9 h 00 à 9 h 20, table 1, Salle A."
    )
    assert words.index(sentence) < words.index("Votre agenda entier")
    (event,) = [
        each
        for each in Calendar.from_ical(
            attached(mail)[f"agenda-{day.reference}.ics"].get_payload(decode=True)
        ).walk("VEVENT")
        if str(each["UID"]) == str(moved.uid)
    ]
    assert event["SEQUENCE"] == 1


def test_what_goes_is_said_with_its_reason_and_what_comes_back_too(first):
    day, plan = first
    company, buyer = company_of(day), buyer_of(day)
    gone = day.pairs.get(company=company, buyer=buyer)
    lost = {"buyer": f"B{buyer.pk}.1", "company": f"C{company.pk}", "slot": 0, "cause": "absent"}
    second = republished(plan, dropped=[gone], answer={"lost": [{**lost, "away": [f"C{company.pk}"]}]})
    mails = told(second)
    assert "Raison : votre absence à cette heure a été notée." in plain(mails[address(company)])
    assert "Raison : l'autre organisation n'est pas là" in plain(mails[address(buyer)])
    ics = attached(mails[address(company)])[f"agenda-{day.reference}.ics"].get_payload(decode=True)
    states = {str(each["UID"]): each["STATUS"] for each in Calendar.from_ical(ics).walk("VEVENT")}
    assert states[str(gone.uid)] == "CANCELLED"
    third = republished(second)
    row = plan.meetings.get(pair=gone)
    row.pk, row.plan = None, third
    row.save()
    mails = told(third)
    assert set(mails) == {address(company), address(buyer)}
    assert f"Nouvelle rencontre avec {buyer.organisation}" in plain(mails[address(company)])


def test_a_version_that_went_by_untold_is_compared_with_what_was_told(first):
    """Moved, then back before anybody was told: nothing changed for them."""
    day, plan = first
    moved = day.pairs.get(company=company_of(day), buyer=buyer_of(day))
    place = plan.meetings.get(pair=moved)
    second = republished(plan, moved={moved: (6, 3)})
    third = republished(second, moved={moved: (place.slot, place.table)})
    assert told(second) == {}
    assert told(third) == {}


def test_who_has_no_meeting_is_told_so(outbox):
    day, plan = planned_day()
    company = company_of(day)
    plan.meetings.filter(company=company).delete()
    assert "aucune rencontre pour vous" in plain(told(plan)[address(company)])


def test_nothing_private_of_the_other_side_is_in_a_mail(first):
    for notice in Notification.objects.filter(kind="days.agenda"):
        assert not any(word in notice.body.lower() for word in ("souhait", "refus", "accès", "priorité"))


def test_a_cancelled_day_is_taken_out_of_the_calendars_once(first):
    day, _plan = first
    actions.cancel_day(day, by=day.author, reason="La halle est fermée.")
    assert tasks.take_out_agendas(day.pk) == 5
    seen = OutgoingEmail.objects.count()
    rows = list(DayAgendaTold.objects.values_list("pk", flat=True))
    assert [take_out_agenda(pk) for pk in rows] == [True] * 5
    assert [take_out_agenda(pk) for pk in rows] == [False] * 5
    assert OutgoingEmail.objects.count() == seen + 5
    mail = BytesParser(policy=policy.default).parsebytes(bytes(OutgoingEmail.objects.latest("pk").mime))
    events = Calendar.from_ical(next(iter(attached(mail).values())).get_payload(decode=True)).walk("VEVENT")
    assert {each["STATUS"] for each in events} == {"CANCELLED"}


@pytest.fixture
def one(transactional_db, outbox, dated_data):
    """(plan, person): a person whom nobody has told anything."""
    day, plan = planned_day(buyers=1, companies=1)
    return plan, company_of(day).people.get()


def mails_at_once(plan, person):
    results = at_once([lambda: tell_agenda(person.pk, plan.pk)] * 4)
    assert [each for each in results if isinstance(each, Exception)] == []
    return OutgoingEmail.objects.filter(
        recipients=[person.user.email], subject__startswith="Votre agenda"
    ).count()


@pytest.mark.slow
def test_four_workers_at_once_write_one_mail(one):
    assert mails_at_once(*one) == 1


@pytest.mark.slow
def test_control_without_the_constraint_they_write_several(one, without):
    without(DayAgendaTold, "meetings_dayagendatold_once")
    assert mails_at_once(*one) > 1
