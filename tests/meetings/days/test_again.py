"""Planning again from the desk: what is asked, and what the page says of what the real solver gave."""

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.errors import DomainError
from meetings.days import again, desk
from meetings.days.again_pages import result_of
from meetings.days.computing import compute_plan
from meetings.days.desk import AwayKind
from meetings.days.plan_enums import PlanKind, PlanStatus
from meetings.days.planning import publish_plan
from meetings.models import DayPlan
from tests.meetings.days.desk_scenes import EVENING, MORNING, SECOND_SLOT, sides_of, solved, wished_day
from tests.meetings.days.scenes import closed_day
from tests.meetings.pages import logged_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]


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


def made_again(plan, fill_only=False, status=PlanStatus.DRAFT):
    """A version with what the real process of the solver answers to what the desk said."""
    day = plan.day
    changes = desk.changes_of(day, desk.first_to_come(day, timezone.now()), fill_only)
    found = solved(plan, changes) if status == PlanStatus.DRAFT else {}
    found.pop("meetings", None)
    return DayPlan.objects.create(
        day=day,
        number=plan.number + 1,
        kind=PlanKind.AGAIN,
        base=plan,
        status=status,
        problem=plan.problem,
        changes=changes,
        input_digest=plan.input_digest,
        seed=1,
        limit=5,
        answer=found,
        asked_at=timezone.now(),
    )


def rows_of(result, key):
    return next((each["rows"] for each in result["lists"] if each["key"] == key), [])


def test_the_page_says_who_moves_who_loses_what_and_why(plan, day, clock):
    clock.move_to(SECOND_SLOT)
    (_one, buyer), (absent, late, _third) = sides_of(day)
    desk.say_away(late, kind=AwayKind.LATE, slot=4, by=day.author)
    plan.meetings.filter(company=absent, buyer=buyer).update(slot=3)
    desk.say_away(absent, kind=AwayKind.ABSENT, slot=2, by=day.author)
    result = result_of(made_again(plan))
    (moved,) = rows_of(result, "moved")
    assert moved["pair"] == f"{buyer.organisation} – {late.organisation}"
    assert moved["words"].replace("\N{NO-BREAK SPACE}", " ").startswith("de 9 h 40 à 1")
    (lost,) = rows_of(result, "lost")
    assert lost["words"].endswith(f"absence : {absent.organisation}")
    assert result["proven"] and {each["value"] for each in result["proofs"]} == {"prouvé"}


def test_the_pages_from_the_desk_to_the_result(plan, day):
    _buyers, (absent, *_others) = sides_of(day)
    desk.say_away(absent, kind=AwayKind.ABSENT, slot=0, by=day.author)
    client = logged_in(day.author)
    page = text(client.get(url("again", day.pk)))
    assert (
        "Combler les trous" in page and f"{absent.organisation}</strong>, absence à partir de 9 h 00" in page
    )
    made_again(plan)
    assert url("again_result", day.pk, 2) in text(client.get(url("again", day.pk)))
    shown = text(client.get(url("again_result", day.pk, 2)))
    assert "2 rencontres perdues" in shown and "Prouvé</span>" in shown and "<dd>4</dd>" in shown


def test_a_result_of_a_version_that_was_replaced_is_not_published(plan, day):
    made_again(plan)
    DayPlan.objects.filter(pk=plan.pk).update(status=PlanStatus.REPLACED)
    DayPlan.objects.create(
        day=day,
        number=3,
        status=PlanStatus.PUBLISHED,
        problem=plan.problem,
        seed=1,
        limit=5,
        asked_at=timezone.now(),
        published_at=timezone.now(),
    )
    shown = text(logged_in(day.author).get(url("again_result", day.pk, 2)))
    assert "Un autre planning a été publié depuis" in shown and "Publier ce planning" not in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PlanStatus.WAITING, "Le calcul attend son tour."),
        (PlanStatus.STOPPED, "Le calcul a été arrêté"),
        (PlanStatus.FAILED, "Le calcul a été arrêté"),
    ],
)
def test_a_result_that_is_not_there_is_said(plan, day, status, words):
    made_again(plan, status=status)
    assert words in text(logged_in(day.author).get(url("again_result", day.pk, 2)))


def test_who_is_unknown_to_the_timetable_does_not_stop_it(plan, day):
    changes = {
        "now": 0,
        "absent": [{"id": "C0", "from": 0}],
        "late": [],
        "lost_tables": [],
        "fill_only": False,
    }
    assert again.known_to(plan, changes)["absent"] == []


def test_without_a_published_timetable_there_is_nothing_to_plan_again(clock):
    day = closed_day(buyers=1, companies=1)
    clock.move_to(MORNING)
    client = logged_in(day.author)
    assert "Aucun planning n'est publié" in text(client.get(url("again", day.pk)))
    response = client.post(url("again", day.pk), {"fill_only": "0"})
    assert response.status_code == 409 and "Aucun planning n'est publié" in text(response)


def test_companies_do_not_plan(day):
    _buyers, (company, *_others) = sides_of(day)
    client = logged_in(company.people.get().user)
    assert client.get(url("again", day.pk)).status_code == 403
    assert client.post(url("again", day.pk)).status_code == 403


@pytest.mark.parametrize("fill_only", ["0", "1"])
def test_a_press_queues_a_computation_from_the_published_version(plan, day, fill_only):
    _buyers, (absent, *_others) = sides_of(day)
    desk.say_away(absent, kind=AwayKind.ABSENT, slot=0, by=day.author)
    client = logged_in(day.author)
    response = client.post(url("again", day.pk), {"fill_only": fill_only})
    asked = DayPlan.objects.get(number=2)
    assert response.url == url("again_result", day.pk, 2)
    assert (asked.kind, asked.base, asked.status) == (PlanKind.AGAIN, plan, PlanStatus.WAITING)
    assert asked.changes == desk.changes_of(day, 0, fill_only=fill_only == "1")
    second = client.post(url("again", day.pk), {"fill_only": fill_only})
    assert second.status_code == 409 and "déjà en cours" in text(second)


def test_from_an_absence_to_a_published_timetable(plan, day, clock):
    """The whole way, with the real solver: only the absent company loses, and the new version holds."""
    clock.move_to(SECOND_SLOT)
    _buyers, (absent, *_others) = sides_of(day)
    desk.say_away(absent, kind=AwayKind.ABSENT, slot=2, by=day.author)
    asked = again.ask_again(day, by=day.author)
    assert compute_plan(asked.pk)
    asked.refresh_from_db()
    publish_plan(asked, by=day.author)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.REPLACED and again.holding(day) == asked
    assert not asked.meetings.filter(company=absent, slot__gte=2).exists()


def test_in_the_evening_nothing_is_left(day, clock):
    clock.move_to(EVENING)
    with pytest.raises(DomainError, match="Tous les créneaux ont commencé"):
        again.ask_again(day, by=day.author)
