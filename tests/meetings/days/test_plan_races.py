"""Two people press at the same moment: one computation, one published version; and the controls without the guards."""

import time

import psutil
import pytest

from grandest_portal.core.errors import DomainError
from meetings.days import computing, planning, publishing
from meetings.days.plan_enums import PlanStatus
from meetings.models import Day, DayPlan, Occupation
from tests.meetings.days.scenes import closed_day, with_plan
from tests.meetings.scenes import fresh
from tests.meetings.test_concurrency import at_once, patience, without
from tests.meetings.timetable.events import problem

__all__ = ["patience", "without"]

pytestmark = pytest.mark.slow
MANY = 6


@pytest.fixture
def day(transactional_db, dated_data):
    return closed_day()


def ask_all(day):
    return at_once(
        [lambda: planning.ask_plan(day, by=fresh(day.author), early=True) for _each in range(MANY)]
    )


def test_one_of_many_computations_is_queued(day):
    results = ask_all(day)
    assert sorted(type(each).__name__ for each in results) == ["DayPlan", *["DomainError"] * (MANY - 1)], (
        results
    )
    assert {str(each) for each in results if isinstance(each, DomainError)} == {
        "Un calcul est déjà en cours pour cette journée : attendez sa fin, ou arrêtez-le."
    }
    assert DayPlan.objects.at_work().count() == 1


def test_control_without_the_constraint_several_compute(day, without):
    without(DayPlan, planning.ONE_AT_WORK)
    ask_all(day)
    assert DayPlan.objects.at_work().count() > 1


def drafts(day):
    return [with_plan(day, status=PlanStatus.DRAFT, number=number) for number in (1, 2)]


def publish_both(plans, day):
    return at_once(
        [lambda plan=plan: planning.publish_plan(plan, by=fresh(day.author), compared=None) for plan in plans]
    )


def test_one_of_two_versions_is_published(day):
    results = publish_both(drafts(day), day)
    assert sorted(type(each).__name__ for each in results) == ["DayPlan", "DomainError"], results
    assert "relisez la comparaison" in str(next(each for each in results if isinstance(each, DomainError)))
    assert DayPlan.objects.published().count() == 1 and Occupation.objects.live().count() == 24


def test_control_without_the_lock_of_the_day_the_second_is_no_refusal_in_words(day, monkeypatch):
    """The tables still hold one timetable, yet the second person would read an error page."""
    from threading import Barrier

    met = Barrier(2)

    def unlocked(plan_day):
        return Day.objects.select_related("organiser").get(pk=plan_day.pk)

    def read_together(plan_day):
        found = DayPlan.objects.published().filter(day=plan_day).first()
        met.wait(30)
        return found

    monkeypatch.setattr(publishing, "lock_day", unlocked)
    monkeypatch.setattr(publishing, "published_plan", read_together)
    results = publish_both(drafts(day), day)
    assert not all(isinstance(each, DayPlan | DomainError) for each in results) or (
        sum(isinstance(each, DayPlan) for each in results) != 1
    ), results
    assert DayPlan.objects.published().count() == 1


def test_a_stop_ends_the_process_of_the_solver(day):
    """A computation of minutes, stopped while it runs: the child is killed within seconds, nothing is left of it."""
    plan = planning.ask_plan(day, by=fresh(day.author), early=True)
    hard = problem(buyers=60, companies=200, slots=20, tables=34, wishes=900).as_data()
    DayPlan.objects.filter(pk=plan.pk).update(problem=hard, limit=80)
    ours = psutil.Process()

    def compute():
        started = time.monotonic()
        return computing.compute_plan(plan.pk), time.monotonic() - started

    def stop():
        children = []
        while not children:
            time.sleep(0.2)
            children = [each for each in ours.children() if "meetings.timetable.child" in each.cmdline()]
        time.sleep(3)
        planning.stop_plan(fresh(plan), by=fresh(day.author))
        return children

    (found, seconds), children = at_once([compute, stop])
    assert found is False and seconds < 60
    assert fresh(plan).status == PlanStatus.STOPPED
    assert not any(each.is_running() for each in children)
