"""The report of a day against a count by hand; its files; what everybody may read of it."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from meetings.days import checkin, outcomes, report
from meetings.days.plan_enums import Outcome
from meetings.models import Day, DayWish
from tests.meetings.days.desk_scenes import EVENING, MORNING, person_in, planned_day, sides_of, wished_day
from tests.meetings.pages import logged_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


@pytest.fixture
def day(clock):
    """Two buyers, three companies: C1 meets both, C2 meets one, C3 nobody."""
    made, plan = wished_day(buyers=2, companies=3)
    (one, two), (_first, second, third) = sides_of(made)
    plan.meetings.filter(company=third).delete()
    plan.meetings.filter(company=second, buyer=two).delete()
    DayWish.objects.create(giver=one, taker=third, weight=3)
    clock.move_to(MORNING)
    checkin.check_in(person_in(one), by=made.author)
    clock.move_to(EVENING)
    Day.objects.filter(pk=made.pk).update(status="over")
    made.refresh_from_db()
    return made


def url(name, *args):
    return reverse(f"days:{name}", args=args)


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_figures_are_those_counted_by_hand(day):
    _buyers, (_first, _second, third) = sides_of(day)
    held = outcomes.published_meetings(day).get(slot=0)
    outcomes.mark(held.pair, Outcome.HELD, by=day.author, as_organiser=True)
    found = report.figures_of(day)
    assert (found["places"], found["planned"]) == (24, 3)
    assert found["outcomes"] == {"planned": 2, "held": 1, "buyer": 0, "company": 0}
    assert (found["least"], found["median"], found["most"]) == (0, 1, 2)
    assert found["none"] == [str(third.organisation)]
    assert found["jain"] == pytest.approx((2 + 1) ** 2 / (3 * (4 + 1)))
    assert found["wishes"][0] == {"weight": 3, "asked": 1, "met": 0}
    assert found["wishes"][1] == {"weight": 2, "asked": 6, "met": 3}
    assert found["presence"]["buyer"] == {"people": 2, "arrived": 1, "organisations": 2, "came": 1}


def test_equal_meetings_give_an_index_of_one():
    assert report.jain([3, 3, 3]) == 1 and report.jain([5, 0, 0]) == pytest.approx(1 / 3)
    assert report.jain([]) is None and report.jain([0, 0]) is None


def test_a_pause_is_no_wait(clock):
    day, plan = planned_day(buyers=2, companies=1)
    # The pause lies before slot 3.
    first, second = plan.meetings.order_by("slot")
    for pair, expected in (((2, 3), 0), ((2, 4), 0), ((3, 4), 0), ((3, 5), 1)):
        plan.meetings.filter(pk=first.pk).update(slot=pair[0])
        plan.meetings.filter(pk=second.pk).update(slot=pair[1])
        assert report.figures_of(day)["company_waits"] == expected, pair


def test_the_page_and_the_files_say_the_same(day):
    client = logged_in(day.author)
    page = text(client.get(url("report", day.pk)))
    assert "0, 1, 2" in page and "0,600" in page and "trop peu de réponses" in page
    lines = csv.reader(
        io.StringIO(content(client.get(url("figures_csv", day.pk))).decode("utf-8-sig")), delimiter=";"
    )
    figures = {label: value for _part, label, value in lines}
    assert figures["Rencontres au planning publié"] == "3"
    sheet = openpyxl.load_workbook(io.BytesIO(content(client.get(url("meetings_xlsx", day.pk))))).active
    assert sheet.max_row == 1 + 3 and sheet.cell(2, 6).value == "Prévue"


def test_a_name_that_a_spreadsheet_would_compute_is_text(day):
    _buyers, (first, *_others) = sides_of(day)
    first.organisation.name = '=HYPERLINK("https://piege.example")'
    first.organisation.save()
    client = logged_in(day.author)
    assert "'=HYPERLINK" in content(client.get(url("meetings_csv", day.pk))).decode()
    book = openpyxl.load_workbook(io.BytesIO(content(client.get(url("meetings_xlsx", day.pk)))))
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_the_public_summary_names_nobody_and_no_absence(day):
    met = outcomes.published_meetings(day).get(slot=0)
    before = text(Client().get(url("summary", day.pk)))
    outcomes.mark(met.pair, Outcome.COMPANY_ABSENT, by=day.author, as_organiser=True)
    page = text(Client().get(url("summary", day.pk)))
    assert page == before and "Indice de Jain" in page
    body = page.split("<main")[1]
    for registration in day.registrations.select_related("organisation"):
        assert str(registration.organisation) not in body
    for word in ("Entreprise absente", "venues", "arrivées", "Avis"):
        assert word not in body


def test_there_is_no_public_summary_before_the_end(clock):
    day, _plan = planned_day(buyers=1, companies=1)
    assert Client().get(url("summary", day.pk)).status_code == 404
    assert logged_in(sides_of(day)[0][0].people.get().user).get(url("report", day.pk)).status_code == 403
