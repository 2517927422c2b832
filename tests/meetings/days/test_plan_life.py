"""Whatever is asked, moved, published and stopped, in any order: one timetable holds, and nobody is in two places."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grandest_portal.core.errors import DomainError
from meetings.days import computing, planning
from meetings.days.comparing import changes_between
from meetings.days.placing import move_meeting
from meetings.days.plan_enums import PlanStatus
from meetings.days.plans import lines_of, published_plan
from meetings.models import DayPair, DayPlan, Occupation
from tests.meetings.days.scenes import closed_day, with_plan
from tests.meetings.scenes import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data", "clock")]

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask")),
        st.tuples(st.just("stop")),
        st.tuples(st.just("give"), st.integers(0, 5)),
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(0, 8), st.integers(0, 4)),
        st.tuples(st.just("publish"), st.integers(0, 5)),
    ),
    min_size=4,
    max_size=14,
)


class Undone(Exception):
    """The end of one example: nothing of it stays."""


def nth(day, number, *statuses):
    rows = list(DayPlan.objects.filter(day=day, status__in=statuses).order_by("number"))
    return rows[number % len(rows)] if rows else None


def ask(day):
    planning.ask_plan(fresh(day), by=day.author, early=True)


def stop(day):
    plan = nth(day, 0, PlanStatus.WAITING, PlanStatus.COMPUTING)
    if plan is not None:
        planning.stop_plan(plan, by=day.author)


def give(day, number):
    """What the solver gives, from the lines of another version: the child has its own tests."""
    plan, model = nth(day, 0, PlanStatus.WAITING), nth(day, number, "draft", "published", "replaced")
    if plan is not None and model is not None and computing.begin(plan.pk):
        found = {"meetings": lines_of(model), "warnings": [], "solver": "essai", "status": "feasible"}
        computing.store(plan.pk, found)


def move(day, number, slot, table):
    plan = nth(day, number, "draft", "published", "replaced")
    meeting = plan.meetings.order_by("pk")[number % plan.meetings.count()]
    move_meeting(plan, meeting.pair, slot=slot, table=table, by=day.author)


def publish(day, number):
    plan = nth(day, number, "draft", "published", "replaced")
    planning.publish_plan(plan, by=day.author)


VERBS = {"ask": ask, "stop": stop, "give": give, "move": move, "publish": publish}


def check(day, versions, sequences):
    """What must hold after each step."""
    rows = list(DayPlan.objects.filter(day=day).order_by("number"))
    assert [each.number for each in rows] == list(range(1, len(rows) + 1))
    assert sum(each.status in (PlanStatus.WAITING, PlanStatus.COMPUTING) for each in rows) <= 1
    for each in rows:
        lines = sorted(
            (line["buyer"], line["company"], line["slot"], line["table"]) for line in lines_of(each)
        )
        # A version is never written again.
        assert versions.setdefault(each.pk, lines) == lines or not versions[each.pk]
        versions[each.pk] = lines
        for key in (lambda x: (x[0], x[2]), lambda x: (x[1], x[2]), lambda x: (x[2], x[3]), lambda x: x[:2]):
            assert max(Counter(map(key, lines)).values(), default=0) <= 1
    held = published_plan(day)
    live = Occupation.objects.live().filter(day_meeting__plan__day=day)
    assert live.exclude(day_meeting__plan=held).count() == 0
    assert live.count() == (4 * held.meetings.count() if held is not None else 0)
    for pair in DayPair.objects.filter(day=day):
        assert pair.sequence >= sequences.get(pair.pk, 0)
        sequences[pair.pk] = pair.sequence
    if held is not None:
        assert not changes_between(held, held)
    return held


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(steps=STEPS)
def test_any_order_of_steps_keeps_one_timetable(life, steps):
    day, versions, sequences = life, {}, {}
    with pytest.raises(Undone), transaction.atomic():
        for verb, *args in steps:
            try:
                with transaction.atomic():
                    VERBS[verb](day, *args)
            except DomainError:
                pass
            check(day, versions, sequences)
        raise Undone


@pytest.fixture
def life():
    day = closed_day()
    with_plan(day, status=PlanStatus.DRAFT)
    return day


def test_the_checks_see_a_spoilt_version(life):
    """The control: a version that is written again, or time that nobody gave back, does not pass."""
    plan = nth(life, 0, "draft")
    versions, sequences = {}, {}
    check(life, versions, sequences)
    planning.publish_plan(plan, by=life.author)
    check(life, versions, sequences)
    meeting = plan.meetings.order_by("pk").first()
    plan.meetings.filter(pk=meeting.pk).update(slot=7)
    with pytest.raises(AssertionError):
        check(life, versions, sequences)
    plan.meetings.filter(pk=meeting.pk).update(slot=meeting.slot)
    Occupation.objects.filter(day_meeting=meeting).delete()
    with pytest.raises(AssertionError):
        check(life, versions, sequences)
