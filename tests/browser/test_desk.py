"""The desk of a day from a telephone, without JavaScript: every page fits, every press is large enough."""

import os
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from meetings.days import checkin, desk, outcomes
from meetings.days.desk import AwayKind
from meetings.models import Day, DayArrival, DayWalkIn
from tests.meetings.days.desk_scenes import EVENING, MORNING, SECOND_SLOT, person_in, sides_of, wished_day
from tests.meetings.days.test_again import made_again
from tests.meetings.scenes import NOW

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
]
LEAST = 44
SMALL = """least => [...document.querySelectorAll('main .button')]
  .filter(one => one.getBoundingClientRect().height < least || one.getBoundingClientRect().width < least)
  .map(one => one.textContent)"""


@pytest.fixture
def hall(transactional_db, dated_data):
    with time_machine.travel(NOW, tick=False) as traveller:
        day, plan = wished_day(buyers=2, companies=4, companies_most=3)
        traveller.move_to(MORNING)
        yield day, plan, traveller


def phone(browser, live_server, user, width=320):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 720}, java_script_enabled=False
    )
    client = Client()
    client.force_login(user)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return context.new_page()


def seen(page, address, name):
    """The page, which must fit and whose buttons a thumb must find; kept as a picture where a folder is named."""
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    assert page.evaluate(SMALL, LEAST) == [], address
    if folder := os.environ.get("DESK_PICTURES"):
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_a_morning_at_the_desk(browser, live_server, hall):
    day, plan, traveller = hall
    (buyer, _other), (absent, late, _third) = sides_of(day)
    page, root = phone(browser, live_server, day.author), f"/journees/{day.pk}"
    seen(page, f"{root}/accueil/", "desk")
    page.get_by_label("Nom ou organisation").fill(str(buyer.organisation).upper())
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("button", name="Arrivée").first.click()
    assert DayArrival.objects.count() == 1
    assert page.get_by_text("Arrivée à 8\u00a0h\u00a030").is_visible()
    seen(page, f"{root}/accueil/", "desk-arrived")
    seen(page, f"/journees/arrivee/{checkin.code_of(person_in(absent))}/", "arrival")
    page.get_by_role("button", name="Arrivée").click()
    assert DayArrival.objects.count() == 2

    seen(page, f"{root}/accueil/absence/{late.pk}/", "away")
    page.get_by_label("Retard").check()
    page.get_by_label("Créneau", exact=True).select_option("3")
    page.get_by_role("button", name="Noter").click()
    desk.say_table_lost(day, table=3, slot=2, by=day.author)
    desk.say_away(absent, kind=AwayKind.ABSENT, slot=1, by=day.author)
    assert desk.changes_of(day, 0)["late"] == [{"id": f"C{late.pk}", "until": 3}]
    seen(page, f"{root}/accueil/absences/", "said")
    seen(page, f"{root}/accueil/table/", "lost-table")
    seen(page, f"{root}/accueil/replanifier/", "again")
    made_again(plan)
    seen(page, f"{root}/accueil/replanifier/2/", "again-result")

    seen(page, f"{root}/accueil/libres/", "free")
    page.get_by_role("link", name="Donner").first.click()
    seen(page, page.url, "give")
    page.get_by_label("Organisation").fill("Atelier fictif")
    page.get_by_label("Prénom et nom").fill("Ana Essai")
    page.get_by_label("Adresse électronique").fill("ana@essai.example")
    page.get_by_role("button", name="Donner ce créneau").click()
    assert DayWalkIn.objects.get().person == "Ana Essai"
    seen(page, f"{root}/accueil/libres/", "free-given")

    traveller.move_to(SECOND_SLOT)
    seen(page, f"{root}/accueil/rencontres/", "outcomes")
    page.get_by_role("button", name="Tenue").first.click()
    assert outcomes.published_meetings(day).filter(pair__outcome="held").count() == 1
    own = phone(browser, live_server, person_in(absent).user)
    seen(own, f"{root}/nos-rencontres/", "ours")
    seen(own, f"{root}/mon-code/", "code")
    Day.objects.filter(pk=day.pk).update(status="over")
    traveller.move_to(EVENING)
    seen(page, f"{root}/bilan/", "report")
    seen(page, f"{root}/bilan-public/", "summary")
    seen(page, f"{root}/accueil/rencontres/", "outcomes-all")
    seen(own, f"{root}/nos-rencontres/", "ours-evening")
    link = own.get_by_role("link", name="Donner notre avis").first.get_attribute("href")
    seen(own, link, "feedback")
    wide = phone(browser, live_server, day.author, width=1280)
    for name, address in (
        ("desk", "accueil/"),
        ("again-result", "accueil/replanifier/2/"),
        ("report", "bilan/"),
    ):
        seen(wide, f"{root}/{address}", name)
