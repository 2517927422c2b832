"""A whole meeting day in browsers, without JavaScript: prepared, announced, registered for, wished, computed,
published, somebody leaves, planned again, reported; with the mails that were really sent and their calendar files read
again."""

import re
from email.utils import parseaddr

import pytest
import time_machine
from icalendar import Calendar
from playwright.sync_api import expect

from meetings.days.enums import DayStatus
from meetings.days.plan_enums import PlanStatus
from meetings.models import Day, DayRegistration
from meetings.tasks import turn_days
from tests.browser.test_desk import phone
from tests.browser.test_story import fill, press
from tests.factories import UserFactory, company_user, partner_user
from tests.meetings.days.desk_scenes import EVENING, MORNING, SECOND_SLOT
from tests.meetings.days.scenes import OPEN_AT, OVER_AT, with_need
from tests.meetings.scenes import NOW

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]
TYPED = {
    "title": "Rencontres de l'eau",
    "description": "Une journée fictive autour des réseaux d'eau.",
    "place": "Halle fictive, 1 rue de l'Essai, Metz",
    "access": "Entrée de plain-pied, ascenseur.",
    "date_1": "2027-03-23",
    "opens_at": "09:00",
    "closes_at": "12:00",
    "slot_minutes": "20",
    "break_1_label": "Pause",
    "break_1_from": "10:00",
    "break_1_to": "10:20",
    "room_1_name": "Salle A",
    "room_1_tables": "2",
    "registration_from": "2027-02-02",
    "registration_until": "2027-02-28",
    "wishes_until": "2027-03-10",
    "requirements": "Toute entreprise qui répond à un besoin inscrit.",
    "companies_most": "40",
}


@pytest.fixture
def traveller(transactional_db, dated_data):
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def people(traveller):
    """Who holds the day, two buyers with an open need, three companies."""
    return {
        "organiser": partner_user(),
        "moderator": UserFactory(moderator=True),
        "buyers": [with_need(), with_need()],
        "companies": [company_user() for _each in range(3)],
    }


@pytest.fixture
def open_page(browser, live_server):
    return lambda user: phone(browser, live_server, user, width=1280)


def prepare(page):
    page.goto("/journees/organiser/nouvelle/")
    fill(page, **TYPED)
    press(page, "Enregistrer le brouillon")
    press(page, "Envoyer à la modération")
    return Day.objects.get()


def announce(page, day):
    page.goto(f"/admin/meetings/day/{day.pk}/change/")
    page.get_by_role("button", name="Annoncer").first.click()
    day.refresh_from_db()
    assert day.status == DayStatus.OPEN


def register(page, day, company):
    page.goto(f"/journees/{day.pk}/inscription/")
    if company:
        for tick in page.locator("[name=needs]").all():
            tick.check()
    page.locator("[name=people]").first.check()
    press(page, "S'inscrire")
    expect(page.get_by_role("heading", name="Notre inscription")).to_be_visible()


def wish(page, day, weight="2"):
    page.goto(f"/journees/{day.pk}/souhaits/")
    for choice in page.locator("main select").all():
        choice.select_option(weight)
    press(page, "Enregistrer mes souhaits")
    expect(page.get_by_text("Vos souhaits sont enregistrés")).to_be_visible()


def published(page, day, number):
    """Publish a version from its page, through the comparison."""
    page.goto(f"/journees/{day.pk}/plannings/{number}/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Publier")).first.click()
    press(page, "Publier")
    plan = day.plans.get(number=number)
    assert plan.status == PlanStatus.PUBLISHED
    return plan


def events_of(mail):
    """{UID: event} of the calendar file of a mail."""
    (attached,) = [part for part in mail.iter_attachments() if part.get_filename().endswith(".ics")]
    content = attached.get_content()
    calendar = Calendar.from_ical(content)
    assert str(calendar["METHOD"]) == "PUBLISH" and len(calendar.walk("VTIMEZONE")) == 1
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def agendas(mails, users):
    """{address: events} of the mails with a calendar file, one at most for each person."""
    found = {}
    for mail in mails:
        if any((part.get_filename() or "").endswith(".ics") for part in mail.iter_attachments()):
            address = parseaddr(mail["To"])[1]
            assert address not in found and address in {each.email for each in users}
            found[address] = events_of(mail)
    return found


def test_a_day_from_its_draft_to_its_report(people, open_page, traveller, run_jobs, smtp):
    organiser, everybody = people["organiser"], [*people["buyers"], *people["companies"]]
    page = open_page(organiser)
    day = prepare(page)
    announce(open_page(people["moderator"]), day)
    run_jobs()

    traveller.move_to(OPEN_AT)
    for user in people["buyers"]:
        register(open_page(user), day, company=False)
    for user in people["companies"]:
        register(open_page(user), day, company=True)
    traveller.move_to(OVER_AT)
    turn_days()
    assert DayRegistration.objects.admitted().filter(day=day).count() == 5
    for user in everybody:
        wish(open_page(user), day)

    traveller.move_to(MORNING.replace(day=15))
    page = open_page(organiser)
    page.goto(f"/journees/{day.pk}/plannings/")
    page.get_by_role("main").get_by_role("link", name="Calculer un planning").click()
    press(page, "Calculer")
    run_jobs()
    before = len(smtp.messages)
    first = published(page, day, 1)
    assert first.meetings.count() == 6 and first.answer["meetings_bound"] == 6
    run_jobs()
    told = agendas(smtp.messages[before:], everybody)
    assert set(told) == {each.email for each in everybody}
    assert [len(told[each.email]) for each in everybody] == [3, 3, 2, 2, 2]
    guest = open_page(people["companies"][0])
    guest.goto(f"/journees/{day.pk}/agenda/")
    expect(guest.get_by_role("main")).to_contain_text("Salle A")

    traveller.move_to(SECOND_SLOT)
    turn_days()
    page, now = open_page(organiser), 2
    gone = first.meetings.filter(slot__gte=now).order_by("-slot").first().company
    page.goto(f"/journees/{day.pk}/accueil/absence/{gone.pk}/")
    page.get_by_label("Absence").check()
    press(page, "Noter")
    page.goto(f"/journees/{day.pk}/accueil/replanifier/")
    press(page, "Replanifier")
    run_jobs()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Prouvé")
    before = len(smtp.messages)
    second = published(page, day, 2)
    run_jobs()
    kept = {(each.pair_id, each.slot) for each in first.meetings.exclude(company=gone)}
    assert kept <= set(second.meetings.values_list("pair_id", "slot"))
    assert not second.meetings.filter(company=gone, slot__gte=now).exists()
    again = agendas(smtp.messages[before:], everybody)
    lost = first.meetings.filter(company=gone, slot__gte=now)
    concerned = {each.user.email for line in lost for each in [*line.buyer.people.all(), *gone.people.all()]}
    assert set(again) == concerned
    uids = {str(line.pair.uid) for line in lost}
    for events in again.values():
        cancelled = [one for one in events.values() if str(one["STATUS"]) == "CANCELLED"]
        assert cancelled and all(int(one["SEQUENCE"]) == 1 for one in cancelled)
        assert all(any(uid in str(one["UID"]) for uid in uids) for one in cancelled)

    traveller.move_to(EVENING)
    turn_days()
    day.refresh_from_db()
    assert day.status == DayStatus.OVER
    page = open_page(organiser)
    page.goto(f"/journees/{day.pk}/bilan/")
    expect(page.get_by_role("main")).to_contain_text("Indice de Jain")
    public = open_page(company_user())
    public.goto(f"/journees/{day.pk}/bilan-public/")
    for user in everybody:
        assert str(user.memberships.get().organisation) not in public.get_by_role("main").inner_text()
