"""Absences, late arrivals and lost tables: what the desk says, and that the real solver reads it."""

import pytest
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from meetings.days import desk
from meetings.days.desk import AwayKind
from meetings.models import DayAbsence
from tests.meetings.days.desk_scenes import (
    DAY_BEFORE,
    EVENING,
    MORNING,
    SECOND_SLOT,
    planned_day,
    sides_of,
    solved,
    wished_day,
)
from tests.meetings.pages import logged_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]
ABSENT, LATE = AwayKind.ABSENT, AwayKind.LATE


@pytest.fixture
def plan(clock):
    _day, made = wished_day(buyers=2, companies=3)
    clock.move_to(MORNING)
    return made


@pytest.fixture
def day(plan):
    return plan.day


def url(name, *args):
    return reverse(f"days:{name}", args=args)


def said(day, now=0, **values):
    return {"now": now, "absent": [], "late": [], "lost_tables": [], "fill_only": False} | values


def test_now_is_the_first_slot_that_has_not_begun(day):
    # 9 h, 9 h 20, 9 h 40; a pause; 10 h 20 … 11 h 40.
    assert desk.first_to_come(day, MORNING) == 0
    assert desk.first_to_come(day, SECOND_SLOT) == 2
    assert desk.first_to_come(day, MORNING.replace(hour=8, minute=0)) == 1
    assert desk.first_to_come(day, MORNING.replace(hour=9, minute=10)) == 3
    assert desk.first_to_come(day, EVENING) == 8


def test_absences_late_arrivals_and_lost_tables_as_the_solver_names_them(day):
    (buyer, _other), (company, second, _third) = sides_of(day)
    desk.say_away(company, kind=ABSENT, slot=3, by=day.author)
    desk.say_away(second, kind=LATE, slot=2, by=day.author)
    desk.say_away(buyer, kind=ABSENT, slot=5, table=1, by=day.author)
    desk.say_table_lost(day, table=2, slot=4, by=day.author)
    assert desk.changes_of(day, 1) == said(
        day,
        1,
        absent=[{"id": f"C{company.pk}", "from": 3}, {"id": f"B{buyer.pk}.1", "from": 5}],
        late=[{"id": f"C{second.pk}", "until": 2}],
        lost_tables=[{"table": 1, "from": 4}],
    )
    assert desk.changes_of(day, 1, fill_only=True)["fill_only"] is True


def test_every_table_of_a_buyer_is_away_with_it(clock):
    day, _plan = planned_day(buyers=1, companies=1)
    clock.move_to(MORNING)
    (buyer,), _companies = sides_of(day)
    type(buyer).objects.filter(pk=buyer.pk).update(tables=2)
    buyer.refresh_from_db()
    desk.say_away(buyer, kind=ABSENT, slot=0, by=day.author)
    assert [each["id"] for each in desk.changes_of(day, 0)["absent"]] == [f"B{buyer.pk}.1", f"B{buyer.pk}.2"]


def test_what_is_said_again_replaces_and_the_other_kind_stays(day):
    _buyers, (company, *_others) = sides_of(day)
    desk.say_away(company, kind=ABSENT, slot=6, by=day.author)
    desk.say_away(company, kind=LATE, slot=2, by=day.author)
    desk.say_away(company, kind=ABSENT, slot=7, by=day.author)
    name = f"C{company.pk}"
    assert desk.changes_of(day, 0) == said(
        day, absent=[{"id": name, "from": 7}], late=[{"id": name, "until": 2}]
    )


def test_they_come_after_all(day):
    _buyers, (company, *_others) = sides_of(day)
    absence = desk.say_away(company, kind=ABSENT, slot=0, by=day.author)
    desk.withdraw_absence(absence, by=day.author)
    desk.withdraw_absence(absence, by=day.author)
    assert desk.changes_of(day, 0) == said(day)
    verbs = [entry.verb for entry in history_of(company)]
    assert verbs[:2] == ["desk.back", "desk.away"] and verbs.count("desk.back") == 1


@pytest.mark.parametrize(("kind", "slot"), [(ABSENT, 1), (LATE, 2), (ABSENT, 8), (LATE, 8)])
def test_what_is_past_is_not_said(day, clock, kind, slot):
    clock.move_to(SECOND_SLOT)
    _buyers, (company, *_others) = sides_of(day)
    with pytest.raises(DomainError, match="à venir"):
        desk.say_away(company, kind=kind, slot=slot, by=day.author)


def test_who_has_no_place_has_nothing_to_lose(day):
    _buyers, (company, *_others) = sides_of(day)
    type(company).objects.filter(pk=company.pk).update(status="waiting")
    company.refresh_from_db()
    with pytest.raises(DomainError, match="pas de place"):
        desk.say_away(company, kind=ABSENT, slot=0, by=day.author)


def test_the_solver_plans_again_with_what_the_desk_said(plan, day, clock):
    clock.move_to(SECOND_SLOT)
    _buyers, (absent, late, third) = sides_of(day)
    desk.say_away(absent, kind=ABSENT, slot=2, by=day.author)
    desk.say_away(late, kind=LATE, slot=4, by=day.author)
    desk.say_table_lost(day, table=3, slot=2, by=day.author)
    now = desk.first_to_come(day, SECOND_SLOT)
    found = solved(plan, desk.changes_of(day, now))
    # Slots 0 and 1 stay; at slot 2 buyer one was to meet `third`, buyer two was to meet `late`.
    assert found["now"] == 2 and found["status"] == "optimal"
    assert [each["company"] for each in found["moved"]] == [f"C{late.pk}"]
    assert all(each["to"] >= 4 for each in found["moved"])
    past = plan.meetings.filter(slot__lt=2).count()
    assert sum(each["slot"] < 2 for each in found["meetings"]) == past == 4
    assert found["kept"] == 2 and not found["lost"]
    assert f"C{third.pk}" in {each["company"] for each in found["meetings"] if each["slot"] == 2}


def test_the_solver_says_who_lost_what(plan, day):
    _buyers, (absent, *_others) = sides_of(day)
    desk.say_away(absent, kind=ABSENT, slot=0, by=day.author)
    found = solved(plan, desk.changes_of(day, 0))
    assert {each["company"] for each in found["lost"]} == {f"C{absent.pk}"} and len(found["lost"]) == 2


def test_said_and_taken_back_from_the_pages(day):
    client, (_buyers, (company, *_others)) = logged_in(day.author), sides_of(day)
    assert url("away", day.pk, company.pk) in text(client.get(url("desk", day.pk)))
    page = url("away", day.pk, company.pk)
    missing = client.post(page, {})
    assert missing.status_code == 422 and "Dites s'il s'agit" in text(missing)
    assert client.post(page, {"kind": "late", "slot": "2"}).url == url("said", day.pk)
    client.post(url("lost_table", day.pk), {"table": "3", "slot": "1"})
    listed = text(client.get(url("said", day.pk)))
    assert "Retard, arrivée pour 9 h 40" in listed and "Perdue à partir de 9 h 20" in listed
    assert "Retard, arrivée pour 9 h 40" in text(client.get(url("desk", day.pk)))
    for absence in DayAbsence.objects.order_by("pk"):
        client.post(url("back", day.pk, absence.pk))
    assert "Rien n'est noté" in text(client.get(url("said", day.pk)))


def test_a_company_says_nothing_at_the_desk(day):
    _buyers, (company, other, _third) = sides_of(day)
    absence = desk.say_away(other, kind=ABSENT, slot=0, by=day.author)
    user = company.people.get().user
    client = logged_in(user)
    assert client.get(url("said", day.pk)).status_code == 403
    assert client.post(url("back", day.pk, absence.pk)).status_code == 403
    assert client.post(url("away", day.pk, other.pk), {"kind": "absent", "slot": "0"}).status_code == 403
    for call in (
        lambda: desk.say_away(company, kind=ABSENT, slot=1, by=user),
        lambda: desk.withdraw_absence(absence, by=user),
        lambda: desk.say_table_lost(day, table=1, slot=1, by=user),
    ):
        with pytest.raises(DomainError, match="tenu par l'organisateur"):
            call()


def test_the_evening_has_nothing_left_to_say(day, clock):
    clock.move_to(EVENING)
    page = text(logged_in(day.author).get(url("lost_table", day.pk)))
    assert "Tous les créneaux ont commencé" in page and "<select" not in page.split("<main")[1]


def test_absences_may_be_said_the_day_before(day, clock):
    clock.move_to(DAY_BEFORE)
    _buyers, (company, *_others) = sides_of(day)
    assert desk.say_away(company, kind=ABSENT, slot=0, by=day.author).slots == list(range(8))
